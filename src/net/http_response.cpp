#include "net/http_response.hpp"

#include "core/ascii.hpp"

namespace ddbsnap::net {

std::optional<std::string_view> http_response::header(std::string_view name) const noexcept {
    for (auto const& [key, value] : headers)
        if (equals_ignoring_case(key, name)) return value;
    return std::nullopt;
}

}  // namespace ddbsnap::net
