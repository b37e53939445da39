#pragma once

#include <ddbsnap/aws_config.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace ddbsnap::aws {

/// What decides where a DynamoDB request goes. Empty texts are what is not set.
struct endpoint_parameters {
    std::string region{};
    bool use_fips = false;
    bool use_dualstack = false;
    std::string endpoint_url{};
    std::string account_id_from_credentials{};
    account_id_mode account_mode = account_id_mode::preferred;
    std::string resource_arn{};  ///< the request's TableName, where it is an ARN
    std::vector<std::string>
        resource_arn_list{};  ///< the tables of a batch or transaction; the first one counts
};

/// What the settings say of it; account and tables are of a request.
endpoint_parameters endpoint_parameters_of(aws_config const&);

struct resolved_endpoint {
    std::string url;  ///< as the rules give it; an explicit one as it was given
    std::string scheme;
    std::string host;  ///< IPv6 without brackets
    std::uint16_t port = 0;
    std::string path;            ///< "/" at least
    std::string authority;       ///< what goes into the Host header
    std::string signing_region;  ///< empty for an explicit endpoint without a region
    std::string signing_name;
    std::string account;  ///< whose own endpoint it is; empty: the region's, or an explicit one
};

/// Where a request goes and which region it is signed for, by DynamoDB's endpoint rules.
///
/// @errors errc::missing_region; errc::invalid_configuration for settings that contradict each other
/// @see endpoint rule set of DynamoDB, API version 2012-08-10
result<resolved_endpoint> resolve_endpoint(endpoint_parameters const&);

}  // namespace ddbsnap::aws
