#pragma once

#include "aws/config_settings.hpp"

namespace ddbsnap::aws {

/// The endpoint that environment and files name for a service: AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL,
/// the profile's services section, the profile's endpoint_url; none of them when configured endpoints are to
/// be ignored. Unset when none says.
///
/// @param service  its id in lower case, with underscores: "dynamodb", "sts", "sso_oidc"
///
/// @errors errc::invalid_configuration: a services section that does not exist, a bad boolean
result<sourced<std::string>> configured_endpoint(config_settings const&, std::string_view service);

}  // namespace ddbsnap::aws
