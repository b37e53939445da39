#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap::net {

/// A complete HTTP/1.1 response.
class http_response {
   public:
    int status = 0;
    std::string body;
    /// The CRC-32 of the body as it came over the wire, counted piece by piece while it came.
    std::uint32_t body_crc32 = 0;

    /// The first header of that name, compared without regard to case; nothing when there is none.
    std::optional<std::string_view> header(std::string_view name) const noexcept;

    void add_header(std::string_view name, std::string_view value);

   private:
    struct place {
        std::uint32_t begin;
        std::uint32_t name_size;
        std::uint32_t value_size;
    };

    // All names and values in one piece of memory, each value behind its name.
    std::string text_;
    std::vector<place> places_;
};

}  // namespace ddbsnap::net
