#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ddbsnap::net {

/// A complete HTTP/1.1 response.
struct http_response {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;  ///< in order of arrival
    std::string body;

    /// The first header of that name, compared without regard to case; nothing when there is none.
    std::optional<std::string_view> header(std::string_view name) const noexcept;
};

}  // namespace ddbsnap::net
