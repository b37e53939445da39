#include "aws/region.hpp"

#include <fmt/format.h>
#include <set>

namespace ddbsnap::aws {
namespace {

sourced<std::string> region_of(profile_section const& profile, std::string_view name) {
    auto const* region = profile.find("region");
    if (!region) return {};
    return {region->value, fmt::format("region of profile {} in {}", name, region->where.to_string())};
}

}  // namespace

sourced<std::string> configured_region(config_settings const& settings) {
    if (auto found = settings.from_environment({"AWS_REGION", "AWS_DEFAULT_REGION"})) return found;
    std::set<std::string> visited;
    auto name = settings.profile_name();
    while (visited.insert(name).second) {
        auto const* profile = settings.files().find_profile(name);
        if (!profile) break;
        if (auto found = region_of(*profile, name)) return found;
        auto const* source = profile->find("source_profile");
        if (!source) break;
        name = source->value;
    }
    return {};
}

}  // namespace ddbsnap::aws
