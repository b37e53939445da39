#include "aws/url.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

constexpr std::uint16_t default_port(std::string_view scheme) noexcept {
    return scheme == "https" ? 443 : 80;
}

failure unusable(std::string_view reason) {
    return failure(errc::invalid_configuration, fmt::format("not a usable URL: {}", reason));
}

bool is_visible_ascii(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F' && c != '\\'; });
}

bool is_ipv6(std::string const& text) noexcept {
    in6_addr address;
    return inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

// Underscores are no part of host names, but names of containers have them.
bool is_host_name(std::string_view name) noexcept {
    if (name.ends_with('.')) name.remove_suffix(1);
    bool const legal = std::all_of(name.begin(), name.end(), [](char c) {
        return is_alphanumeric(c) || c == '-' || c == '_' || c == '.';
    });
    return legal && !name.empty() && name.size() <= 253 && name.front() != '.' &&
           name.find("..") == name.npos;
}

result<std::uint16_t> parse_port(std::string_view text) {
    unsigned port = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port < 1 || port > 65535)
        return unusable("the port is not a number from 1 to 65535");
    return static_cast<std::uint16_t>(port);
}

// HOST, HOST:PORT, [IPV6] or [IPV6]:PORT.
result<void> parse_authority(std::string_view text, url& into) {
    if (text.find('@') != text.npos) return unusable("it has a user name before an '@', which is never sent");
    std::string_view rest;
    if (text.starts_with('[')) {
        auto const end = text.find(']');
        if (end == text.npos) return unusable("the '[' before the IPv6 address has no ']'");
        into.host = to_lower(text.substr(1, end - 1));
        if (!is_ipv6(into.host)) return unusable("there is no IPv6 address between the brackets");
        rest = text.substr(end + 1);
        if (!rest.empty() && rest.front() != ':')
            return unusable("something other than a port follows the ']'");
    } else {
        auto const end = std::min(text.find(':'), text.size());
        into.host = to_lower(text.substr(0, end));
        rest = text.substr(end);
        if (into.host.empty()) return unusable("it has no host");
        if (rest.find(':', 1) != rest.npos) return unusable("an IPv6 address needs brackets around it");
        if (!is_host_name(into.host)) return unusable("the host is not a host name");
    }
    into.port = default_port(into.scheme);
    if (rest.empty()) return {};
    auto port = parse_port(rest.substr(1));
    if (!port) return std::move(port).error();
    into.port = *port;
    return {};
}

}  // namespace

std::string url::authority() const {
    auto text = host.find(':') == host.npos ? host : fmt::format("[{}]", host);
    if (port != default_port(scheme)) text += fmt::format(":{}", port);
    return text;
}

std::string url::text() const { return fmt::format("{}://{}{}", scheme, authority(), path); }

result<url> parse_url(std::string_view text) {
    if (!is_visible_ascii(text)) return unusable("it holds white space, a backslash or what is not ASCII");
    auto const colon = text.find("://");
    if (colon == text.npos) return unusable("it does not start with http:// or https://");
    url parsed;
    parsed.scheme = to_lower(text.substr(0, colon));
    if (parsed.scheme != "http" && parsed.scheme != "https")
        return unusable("the scheme is neither http nor https");
    text.remove_prefix(colon + 3);
    if (text.find('?') != text.npos) return unusable("an endpoint has no query");
    if (text.find('#') != text.npos) return unusable("an endpoint has no fragment");
    auto const slash = std::min(text.find('/'), text.size());
    if (auto authority = parse_authority(text.substr(0, slash), parsed); !authority)
        return std::move(authority).error();
    parsed.path = slash == text.size() ? "/" : text.substr(slash);
    return parsed;
}

}  // namespace ddbsnap::aws
