#include "aws/config_settings.hpp"

#include "aws/environment.hpp"
#include "core/ascii.hpp"

#include <charconv>
#include <fmt/format.h>

namespace ddbsnap::aws {

sourced<std::string> config_settings::from_environment(std::initializer_list<char const*> variables) const {
    for (auto const* variable : variables)
        if (auto value = environment_value(outside_, variable)) return {*std::move(value), variable};
    return {};
}

sourced<std::string> config_settings::from_profile(char const* property) const {
    auto const* profile = files_.find_profile(profile_name_);
    auto const* found = profile ? profile->find(property) : nullptr;
    if (!found) return {};
    return {found->value,
            fmt::format("{} of profile {} in {}", property, profile_name_, found->where.to_string())};
}

sourced<std::string> config_settings::text(std::initializer_list<char const*> variables,
                                           char const* property) const {
    auto found = from_environment(variables);
    return found ? found : from_profile(property);
}

result<sourced<bool>> config_settings::flag(char const* variable, char const* property) const {
    auto const found = text({variable}, property);
    if (!found) return sourced<bool>{};
    if (equals_ignoring_case(found.value, "true")) return sourced<bool>{true, found.source};
    if (equals_ignoring_case(found.value, "false")) return sourced<bool>{false, found.source};
    return cannot_be_meant(found, "neither true nor false");
}

result<sourced<int>> config_settings::count(char const* variable, char const* property) const {
    auto const found = text({variable}, property);
    if (!found) return sourced<int>{};
    int value = 0;
    auto const* end = found.value.data() + found.value.size();
    auto const [stop, error] = std::from_chars(found.value.data(), end, value);
    if (error != std::errc() || stop != end || value < 1)
        return cannot_be_meant(found, "not a whole number of 1 or more");
    return sourced<int>{value, found.source};
}

profile_choice choice_of(aws_config const& config, world const& outside) {
    if (config.profile.value.empty()) return choose_profile(outside);
    return {config.profile.value, config.profile.source};
}

failure cannot_be_meant(sourced<std::string> const& setting, std::string_view expectation) {
    return failure(errc::invalid_configuration,
                   fmt::format("{} is \"{}\": {}", setting.source, setting.value, expectation));
}

}  // namespace ddbsnap::aws
