#include "net/http_request.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <string_view>

namespace ddbsnap::net {
namespace {

bool is_visible(char c) noexcept { return c > 0x20 && c < 0x7f; }

// RFC 9110, section 5.6.2.
bool is_token(std::string_view text) noexcept {
    static constexpr std::string_view signs = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return is_alphanumeric(c) || signs.find(c) != signs.npos;
    });
}

bool is_target(std::string_view text) noexcept {
    return text.starts_with('/') && std::all_of(text.begin(), text.end(), is_visible);
}

// RFC 9110, section 5.5: no control characters but the tab, no white space at the ends.
bool is_field_value(std::string_view text) noexcept {
    auto const allowed = [](char c) { return c == '\t' || (c >= 0x20 && c != 0x7f) || c < 0; };
    return trim(text, " \t").size() == text.size() && std::all_of(text.begin(), text.end(), allowed);
}

failure illegal(std::string_view what) {
    return failure(errc::invalid_argument, fmt::format("{} has characters that HTTP does not allow", what));
}

}  // namespace

result<std::string> write_http_request(http_request const& r) {
    if (!is_token(r.method)) return illegal("the method");
    if (!is_target(r.target)) return illegal("the path of the URL");
    if (r.authority.empty() || !std::all_of(r.authority.begin(), r.authority.end(), is_visible))
        return illegal("the host of the URL");
    std::string out;
    auto to = std::back_inserter(out);
    fmt::format_to(to, "{} {} HTTP/1.1\r\nHost: {}\r\n", r.method, r.target, r.authority);
    for (auto const& [name, value] : r.headers) {
        if (!is_token(name)) return illegal("a header's name");
        if (!is_field_value(value)) return illegal(fmt::format("the value for the header {}", name));
        fmt::format_to(to, "{}: {}\r\n", name, value);
    }
    if (r.method != "GET") fmt::format_to(to, "Content-Length: {}\r\n", r.body.size());
    out += "\r\n";
    out += r.body;
    return out;
}

}  // namespace ddbsnap::net
