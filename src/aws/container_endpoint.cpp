#include "aws/container_endpoint.hpp"

#include "aws/environment.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <optional>

namespace ddbsnap::aws {
namespace {

constexpr auto relative_variable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr auto full_variable = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
constexpr std::string_view ecs_service = "http://169.254.170.2";

failure unusable(std::string_view variable, std::string_view why) {
    return failure(errc::invalid_configuration, fmt::format("{} cannot be asked: {}", variable, why),
                   fmt::format("mend or unset {}", variable));
}

// parse_url() is for endpoints and refuses a query, which is therefore cut off first.
result<container_endpoint> parse(std::string_view text, char const* variable) {
    if (text.find('#') != text.npos) return unusable(variable, "it has a fragment");
    auto const question = std::min(text.find('?'), text.size());
    auto const query = text.substr(question);
    bool const legal =
        std::all_of(query.begin(), query.end(), [](char c) { return c > ' ' && c < '\x7F' && c != '\\'; });
    if (!legal) return unusable(variable, "its query holds white space, a backslash or what is not ASCII");
    auto address = parse_url(text.substr(0, question));
    if (!address) return unusable(variable, address.error().message());
    auto target = address->path + std::string(query);
    return container_endpoint{*std::move(address), std::move(target), variable};
}

using ipv4 = std::array<std::uint8_t, 4>;
using ipv6 = std::array<std::uint8_t, 16>;

template <class Address>
std::optional<Address> parse_address(int family, std::string const& text) noexcept {
    Address address;
    if (inet_pton(family, text.c_str(), address.data()) != 1) return std::nullopt;
    return address;
}

bool is_allowed(ipv4 const& address) noexcept {
    return address[0] == 127 || address == ipv4{169, 254, 170, 2} || address == ipv4{169, 254, 170, 23};
}

bool is_allowed(ipv6 const& address) noexcept {
    constexpr ipv6 loopback{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    constexpr ipv6 pod_identity{0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x23};
    constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::equal(mapped.begin(), mapped.end(), address.begin()))
        return is_allowed(ipv4{address[12], address[13], address[14], address[15]});
    return address == loopback || address == pod_identity;
}

}  // namespace

result<container_endpoint> container_endpoint_of(world const& outside) {
    if (auto const path = environment_value(outside, relative_variable)) {
        // `@host/` behind the address of ECS would be another host.
        if (!path->starts_with('/')) return unusable(relative_variable, "it does not start with '/'");
        return parse(std::string(ecs_service) + *path, relative_variable);
    }
    if (auto const text = environment_value(outside, full_variable)) return parse(*text, full_variable);
    return failure(errc::credentials_not_configured,
                   fmt::format("neither {} nor {} is set", relative_variable, full_variable));
}

bool is_allowed_container_address(std::string_view text) noexcept {
    // inet_pton() stops at a NUL, and no address is longer than this.
    if (text.size() > INET6_ADDRSTRLEN || text.find('\0') != text.npos) return false;
    std::string const address(text);
    if (auto const v4 = parse_address<ipv4>(AF_INET, address)) return is_allowed(*v4);
    if (auto const v6 = parse_address<ipv6>(AF_INET6, address)) return is_allowed(*v6);
    return false;
}

}  // namespace ddbsnap::aws
