#pragma once

#include "aws/service_endpoint.hpp"

namespace ddbsnap::aws {

/// Where STS is asked: the endpoint that settings name, else the region's. The one global endpoint stands for
/// the region aws-global, for an unknown region, and, where `sts_regional_endpoints` is "legacy", for the
/// regions that are older than the regional endpoints; FIPS and dual-stack endpoints are regional always.
///
/// @param region  empty: not known
///
/// @errors errc::invalid_configuration
/// @see AWS SDKs and Tools Reference Guide, "AWS STS Regional endpoints"; endpoint rule set of STS
result<service_endpoint> sts_endpoint(config_settings const&, std::string_view region);

}  // namespace ddbsnap::aws
