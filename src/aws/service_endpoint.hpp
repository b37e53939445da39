#pragma once

#include "aws/config_settings.hpp"
#include "aws/url.hpp"

#include <string_view>

namespace ddbsnap::aws {

/// A service that gives credentials, as endpoints know it.
struct credential_service {
    std::string_view id;            ///< in settings: AWS_ENDPOINT_URL_<ID>, a line of a services section
    std::string_view host;          ///< before the region
    std::string_view signing_name;  ///< empty: its requests are not signed
};

inline constexpr credential_service sts_service{"sts", "sts", "sts"};
inline constexpr credential_service sso_service{"sso", "portal.sso", ""};
inline constexpr credential_service sso_oidc_service{"sso_oidc", "oidc", ""};

/// Where such a service is asked.
struct service_endpoint {
    url address;
    std::string signing_region;
};

/// The endpoint that settings name, else the region's, by its partition and the FIPS and dual-stack flags.
///
/// @errors errc::invalid_configuration: a URL, a region or a flag that cannot be meant
/// @see endpoint rule sets of STS, SSO and SSO OIDC
result<service_endpoint> endpoint_of_service(credential_service const&, config_settings const&,
                                             std::string_view region);

}  // namespace ddbsnap::aws
