#pragma once

#include "aws/url.hpp"

#include <ddbsnap/world.hpp>

#include <string>
#include <string_view>

namespace ddbsnap::aws {

/// Where a container asks for the keys of its role: an ECS task, an EKS pod.
struct container_endpoint {
    url address;
    std::string target;    ///< path and query
    std::string variable;  ///< that named it
};

/// AWS_CONTAINER_CREDENTIALS_RELATIVE_URI below http://169.254.170.2, else
/// AWS_CONTAINER_CREDENTIALS_FULL_URI.
///
/// @errors errc::credentials_not_configured: neither is set; errc::invalid_configuration: not a URL that can
///         be asked. The value is not quoted, it names the keys
/// @see AWS SDKs and Tools Reference Guide, "Container credential provider"
result<container_endpoint> container_endpoint_of(world const&);

/// Whether keys may be asked for without TLS at this address: loopback, and the link-local addresses of ECS
/// and EKS Pod Identity. False for what is not an address.
bool is_allowed_container_address(std::string_view text) noexcept;

}  // namespace ddbsnap::aws
