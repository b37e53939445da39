#pragma once

#include <ddbsnap/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace ddbsnap::aws {

/// An http or https URL as endpoints have them: no user, no query, no fragment.
struct url {
    std::string scheme;  ///< "http" or "https"
    std::string host;    ///< lower case, IPv6 without brackets
    std::uint16_t port = 0;
    std::string path;  ///< "/" at least, as written

    bool operator==(url const&) const = default;

    /// What goes into the Host header: brackets around IPv6, the port where it is not the scheme's own.
    std::string authority() const;
    /// The whole of it.
    std::string text() const;
};

/// @errors errc::invalid_configuration with the reason. The URL itself is not quoted, it may hold a password.
result<url> parse_url(std::string_view text);

}  // namespace ddbsnap::aws
