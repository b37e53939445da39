#include "aws/imds_settings.hpp"

#include "aws/environment.hpp"
#include "core/ascii.hpp"

#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

constexpr auto ipv4_endpoint = "http://169.254.169.254";
constexpr auto ipv6_endpoint = "http://[fd00:ec2::254]";

// The mode only chooses between the endpoints by default, so one that is named goes before it.
result<url> endpoint_of(config_settings const& settings) {
    auto const named = settings.text({"AWS_EC2_METADATA_SERVICE_ENDPOINT"}, "ec2_metadata_service_endpoint");
    if (named) {
        auto endpoint = parse_url(named.value);
        if (!endpoint) endpoint.error().add_context(named.source).suggest("mend or unset " + named.source);
        return endpoint;
    }
    auto const mode =
        settings.text({"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"}, "ec2_metadata_service_endpoint_mode");
    if (!mode || equals_ignoring_case(mode.value, "IPv4")) return parse_url(ipv4_endpoint);
    if (equals_ignoring_case(mode.value, "IPv6")) return parse_url(ipv6_endpoint);
    return cannot_be_meant(mode, "neither IPv4 nor IPv6");
}

}  // namespace

bool is_imds_disabled(world const& outside) {
    auto const disabled = environment_value(outside, "AWS_EC2_METADATA_DISABLED");
    return disabled && equals_ignoring_case(*disabled, "true");
}

result<imds_settings> imds_settings_of(world const& outside, config_settings const& settings) {
    imds_settings found;
    found.disabled = is_imds_disabled(outside);
    if (found.disabled) return found;

    auto endpoint = endpoint_of(settings);
    if (!endpoint) return std::move(endpoint).error();
    found.endpoint = *std::move(endpoint);
    auto const v1 = settings.flag("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled");
    if (!v1) return failure(v1.error());
    if (v1->value) found.v1_disabled_by = v1->source;
    auto const timeout = settings.count("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout");
    if (!timeout) return failure(timeout.error());
    if (*timeout) found.timeout = std::chrono::seconds(timeout->value);
    auto const attempts =
        settings.count("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts");
    if (!attempts) return failure(attempts.error());
    if (*attempts) found.attempts = attempts->value;
    found.retry_unreachable = static_cast<bool>(*attempts);
    return found;
}

}  // namespace ddbsnap::aws
