#include "net/http_response.hpp"

#include <algorithm>

namespace ddbsnap::net {
namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

std::optional<std::string_view> http_response::header(std::string_view name) const noexcept {
    auto const same = [](char a, char b) { return lower(a) == lower(b); };
    for (auto const& [key, value] : headers)
        if (std::equal(key.begin(), key.end(), name.begin(), name.end(), same)) return value;
    return std::nullopt;
}

}  // namespace ddbsnap::net
