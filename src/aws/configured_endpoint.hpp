#pragma once

#include "aws/config_settings.hpp"

namespace ddbsnap::aws {

/// The endpoint that environment and files name for DynamoDB: AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL,
/// the profile's services section, the profile's endpoint_url; none of them when configured endpoints are to
/// be ignored. Unset when none says.
///
/// @errors errc::invalid_configuration: a services section that does not exist, a bad boolean
result<sourced<std::string>> configured_endpoint(config_settings const&);

}  // namespace ddbsnap::aws
