#include "aws/sts_endpoint.hpp"

#include "aws/configured_endpoint.hpp"
#include "core/ascii.hpp"

#include <algorithm>
#include <array>

namespace ddbsnap::aws {
namespace {

constexpr std::string_view global_url = "https://sts.amazonaws.com";
constexpr std::string_view region_of_global = "us-east-1";

// From the endpoint rule set of STS.
constexpr std::array<std::string_view, 15> legacy_regions{
    "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1",
    "eu-central-1",   "eu-north-1", "eu-west-1",      "eu-west-2",      "eu-west-3",
    "sa-east-1",      "us-east-1",  "us-east-2",      "us-west-1",      "us-west-2"};

result<bool> wants_legacy(config_settings const& settings) {
    auto const mode = settings.text({"AWS_STS_REGIONAL_ENDPOINTS"}, "sts_regional_endpoints");
    if (!mode || equals_ignoring_case(mode.value, "regional")) return false;
    if (equals_ignoring_case(mode.value, "legacy")) return true;
    return cannot_be_meant(mode, "neither regional nor legacy");
}

// Whether an endpoint other than the plain one of a region is named or flagged.
result<bool> has_special_endpoint(config_settings const& settings) {
    auto const named = configured_endpoint(settings, sts_service.id);
    if (!named) return failure(named.error());
    auto const fips = settings.flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
    if (!fips) return failure(fips.error());
    auto const dualstack = settings.flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    if (!dualstack) return failure(dualstack.error());
    return *named || fips->value || dualstack->value;
}

}  // namespace

result<service_endpoint> sts_endpoint(config_settings const& settings, std::string_view region) {
    bool const is_global = region.empty() || region == "aws-global";
    auto const legacy = wants_legacy(settings);
    if (!legacy) return failure(legacy.error());
    bool const is_legacy =
        *legacy && std::find(legacy_regions.begin(), legacy_regions.end(), region) != legacy_regions.end();
    if (is_global || is_legacy) {
        auto const special = has_special_endpoint(settings);
        if (!special) return failure(special.error());
        if (!*special) return service_endpoint{*parse_url(global_url), std::string(region_of_global)};
    }
    return endpoint_of_service(sts_service, settings, is_global ? region_of_global : region);
}

}  // namespace ddbsnap::aws
