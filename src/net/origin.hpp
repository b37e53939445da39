#pragma once

#include <cstdint>
#include <string>

namespace ddbsnap::net {

/// Whom to connect to.
struct origin {
    std::string host;  ///< name or address literal, IPv6 without brackets
    std::uint16_t port = 0;
    bool tls = true;

    bool operator==(origin const&) const = default;

    /// "host:port", with brackets around an IPv6 address.
    std::string to_string() const;
};

}  // namespace ddbsnap::net
