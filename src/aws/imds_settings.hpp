#pragma once

#include "aws/config_settings.hpp"
#include "aws/url.hpp"

#include <chrono>
#include <string>

namespace ddbsnap::aws {

/// How the metadata service of an EC2 instance is to be asked.
struct imds_settings {
    bool disabled = false;  ///< by AWS_EC2_METADATA_DISABLED; nothing else was looked at then
    url endpoint;
    std::string v1_disabled_by;  ///< the setting that forbids requests without a token; empty: allowed
    std::chrono::milliseconds timeout{1'000};
    int attempts = 3;
    bool retry_unreachable = false;  ///< somebody asked for a number of attempts: they count for silence too

    bool operator==(imds_settings const&) const = default;
};

/// Whether AWS_EC2_METADATA_DISABLED says so.
bool is_imds_disabled(world const&);

/// What environment and profile say of it; the environment alone can disable it.
///
/// @errors errc::invalid_configuration for a value that cannot be meant, naming its source
/// @see AWS SDKs and Tools Reference Guide, "IMDS credential provider"
result<imds_settings> imds_settings_of(world const&, config_settings const&);

}  // namespace ddbsnap::aws
