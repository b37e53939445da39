#include "aws/sigv4_check.hpp"

#include "aws/canonical_headers.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap::sigv4 {
namespace {

failure refuse(std::string message) {
    return failure(errc::invalid_argument, "signing a request: " + std::move(message));
}

constexpr bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool has_control(std::string_view text) { return std::any_of(text.begin(), text.end(), is_control); }

// RFC 9110, section 5.6.2.
bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    auto const fits = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != marks.npos;
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

// A line end that does not fold would start another header.
bool is_header_value(std::string_view value) {
    for (std::size_t i = 0; i < value.size(); ++i) {
        char const next = i + 1 < value.size() ? value[i + 1] : '\0';
        if (value[i] == '\r' && next == '\n') continue;
        if (value[i] == '\n' && (next == ' ' || next == '\t')) continue;
        if (is_control(value[i]) && value[i] != '\t') return false;
    }
    return true;
}

// What goes into the credential scope, which slashes divide and a comma ends.
bool is_scope_part(std::string_view text) {
    auto const fits = [](char c) { return c > ' ' && c < 0x7f && c != '/' && c != ','; };
    return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

}  // namespace

result<void> check_request(request const& r) {
    if (!is_token(r.method)) return refuse("the method is not an HTTP method");
    if (has_control(r.path) || has_control(r.query)) return refuse("control characters in path or query");
    if (!r.path.empty() && r.path.front() != '/') {
        return refuse(fmt::format("the path {} does not start with a slash", r.path));
    }
    bool has_host = false;
    for (auto const& h : r.headers) {
        if (!is_token(h.name)) return refuse("a header name is empty or has characters HTTP does not allow");
        if (!is_header_value(h.value)) {
            return refuse(fmt::format("the value of header {} has control characters", h.name));
        }
        has_host = has_host || is_same_name(h.name, "host");
    }
    if (!has_host) return refuse("there is no Host header; add the one that will be sent");
    return {};
}

result<void> check_keys(keys const& k) {
    if (!is_scope_part(k.access_key_id)) return refuse("the access key id is empty or malformed");
    if (k.secret_access_key.empty()) return refuse("the secret access key is empty");
    if (has_control(k.session_token)) return refuse("the session token has control characters");
    return {};
}

result<void> check_scope(scope const& s) {
    if (!is_scope_part(s.region)) return refuse("the region is empty or malformed");
    if (!is_scope_part(s.service)) return refuse("the service is empty or malformed");
    return {};
}

}  // namespace ddbsnap::sigv4
