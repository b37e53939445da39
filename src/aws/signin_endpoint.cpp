#include "aws/signin_endpoint.hpp"

#include "aws/configured_endpoint.hpp"
#include "aws/host_label.hpp"
#include "aws/partitions.hpp"
#include "aws/service_endpoint.hpp"

#include <array>
#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

constexpr credential_service signin_service{"signin", "signin", ""};

// Hosts that are of another form than those of other services.
struct own_suffix {
    std::string_view partition;
    std::string_view suffix;
};
constexpr std::array own_suffixes{
    own_suffix{"aws", "signin.aws.amazon.com"},
    own_suffix{"aws-cn", "signin.amazonaws.cn"},
    own_suffix{"aws-us-gov", "signin.amazonaws-us-gov.com"},
};

std::string_view suffix_for(std::string_view region) {
    auto const& of = partition_of(region);
    for (auto const& own : own_suffixes)
        if (own.partition == of.name) return own.suffix;
    return {};
}

}  // namespace

result<url> signin_endpoint(config_settings const& settings, std::string_view region) {
    auto const named = configured_endpoint(settings, signin_service.id);
    if (!named) return failure(named.error());
    auto const fips = settings.flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
    if (!fips) return failure(fips.error());
    auto const dualstack = settings.flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    if (!dualstack) return failure(dualstack.error());
    if (!*named && region.empty())
        return failure(errc::invalid_configuration, "no region is set, whose sign-in service is to be asked",
                       "set AWS_REGION, or region in the profile");
    auto const suffix = suffix_for(region);
    if (!*named && !suffix.empty() && !fips->value && !dualstack->value && is_host_label(region))
        return parse_url(fmt::format("https://{}.{}", region, suffix));
    auto found = endpoint_of_service(signin_service, settings, region);
    if (!found) return std::move(found).error();
    return std::move(found->address);
}

}  // namespace ddbsnap::aws
