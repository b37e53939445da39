#include "aws/service_endpoint.hpp"

#include "aws/configured_endpoint.hpp"
#include "aws/host_label.hpp"
#include "aws/partitions.hpp"

#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

result<service_endpoint> at(std::string_view text, std::string_view region) {
    auto address = parse_url(text);
    if (!address) return std::move(address).error();
    return service_endpoint{*std::move(address), std::string(region)};
}

std::string regional_url(credential_service const& service, std::string_view region, bool fips,
                         bool dualstack) {
    auto const& of = partition_of(region);
    // All of that partition's endpoints are FIPS endpoints.
    bool const has_fips_name = fips && (dualstack || of.name != "aws-us-gov");
    return fmt::format("https://{}{}.{}.{}", service.host, has_fips_name ? "-fips" : "", region,
                       dualstack ? of.dual_stack_dns_suffix : of.dns_suffix);
}

}  // namespace

result<service_endpoint> endpoint_of_service(credential_service const& service,
                                             config_settings const& settings, std::string_view region) {
    auto const named = configured_endpoint(settings, service.id);
    if (!named) return failure(named.error());
    if (*named) {
        auto endpoint = at(named->value, region);
        if (!endpoint) endpoint.error().add_context(fmt::format("endpoint URL ({})", named->source));
        return endpoint;
    }
    if (!is_host_label(region))
        return failure(errc::invalid_configuration,
                       fmt::format("region \"{}\" cannot be part of a host name", region));
    auto const fips = settings.flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
    if (!fips) return failure(fips.error());
    auto const dualstack = settings.flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    if (!dualstack) return failure(dualstack.error());
    return at(regional_url(service, region, fips->value, dualstack->value), region);
}

}  // namespace ddbsnap::aws
