#pragma once

#include <ddbsnap/result.hpp>
#include <ddbsnap/world.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ddbsnap {

/// A setting and where it came from: "AWS_REGION", "profile dev in /home/u/.aws/config", "--region".
template <class T>
struct sourced {
    T value{};
    std::string source;

    explicit operator bool() const noexcept { return !source.empty(); }
};

enum class account_id_mode { preferred, required, disabled };

/// `adaptive` also limits the rate of requests while DynamoDB throttles.
enum class retry_mode { standard, adaptive };

/// What the AWS variables and shared files say, each with its origin.
struct aws_config {
    sourced<std::string> profile;       ///< AWS_PROFILE, else "default"
    sourced<std::string> region;        ///< AWS_REGION, AWS_DEFAULT_REGION, profile; unset when none says
    sourced<std::string> endpoint_url;  ///< for DynamoDB; unset when none says
    sourced<bool> use_fips;
    sourced<bool> use_dualstack;
    sourced<account_id_mode> account_mode;
    sourced<int> max_attempts;       ///< unset: the client's own default
    sourced<retry_mode> retries;     ///< unset: the client's own default
    sourced<std::string> ca_bundle;  ///< PEM file with additional roots
};

/// What the caller sets itself; each goes before environment and files.
struct aws_config_overrides {
    std::optional<std::string> profile;
    std::optional<std::string> region;
    std::optional<std::string> endpoint_url;
    std::optional<bool> use_fips;
    std::optional<bool> use_dualstack;
    std::optional<account_id_mode> account_mode;
};

/// Reads the settings of this machine.
///
/// @errors errc::malformed_file (file, line and reason in the message), errc::invalid_configuration for a
/// value
///         that cannot be meant (a bad boolean, mode or attempt count), and for a profile that was named but
///         does not exist
/// @see AWS SDKs and Tools Reference Guide, "Configuration and credential file settings"
result<aws_config> load_aws_config(world const&, aws_config_overrides const& = {});

/// Profile, region and CA bundle: what the chain of credentials needs, which reads everything else itself and
/// only as far as it has to. Files that cannot be read say nothing, with a warning in the log.
aws_config aws_config_for_credentials(world const&, aws_config_overrides const& = {});

}  // namespace ddbsnap
