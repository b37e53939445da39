#include "aws/config_settings.hpp"
#include "aws/configured_endpoint.hpp"
#include "aws/region.hpp"
#include "aws/shared_files.hpp"
#include "aws/url.hpp"
#include "core/ascii.hpp"

#include <ddbsnap/aws_config.hpp>

#include <fmt/format.h>

namespace ddbsnap {
namespace {

using aws::config_settings;

result<sourced<account_id_mode>> account_mode_of(config_settings const& settings) {
    auto const found = settings.text({"AWS_ACCOUNT_ID_ENDPOINT_MODE"}, "account_id_endpoint_mode");
    using mode = sourced<account_id_mode>;
    if (!found) return mode{account_id_mode::preferred, {}};
    if (equals_ignoring_case(found.value, "preferred")) return mode{account_id_mode::preferred, found.source};
    if (equals_ignoring_case(found.value, "required")) return mode{account_id_mode::required, found.source};
    if (equals_ignoring_case(found.value, "disabled")) return mode{account_id_mode::disabled, found.source};
    return aws::cannot_be_meant(found, "none of preferred, required, disabled");
}

// "legacy" is what older SDKs did by themselves; ours has no older ways.
result<sourced<retry_mode>> retry_mode_of(config_settings const& settings) {
    auto const found = settings.text({"AWS_RETRY_MODE"}, "retry_mode");
    using mode = sourced<retry_mode>;
    if (!found) return mode{};
    if (equals_ignoring_case(found.value, "standard") || equals_ignoring_case(found.value, "legacy"))
        return mode{retry_mode::standard, found.source};
    if (equals_ignoring_case(found.value, "adaptive")) return mode{retry_mode::adaptive, found.source};
    return aws::cannot_be_meant(found, "none of standard, adaptive, legacy");
}

template <class T>
result<sourced<T>> unless_given(std::optional<T> const& given, result<sourced<T>> configured) {
    if (given) return sourced<T>{*given, std::string(aws::given_explicitly)};
    return configured;
}

result<sourced<std::string>> endpoint_of(config_settings const& settings,
                                         std::optional<std::string> const& given) {
    auto found = given ? result<sourced<std::string>>({*given, std::string(aws::given_explicitly)})
                       : aws::configured_endpoint(settings, "dynamodb");
    if (!found || !*found) return found;
    if (auto parsed = aws::parse_url(found->value); !parsed)
        return std::move(parsed.error().add_context(fmt::format("endpoint URL ({})", found->source)));
    return found;
}

// Puts a typed setting in its place; false, with the failure kept, when it cannot be meant.
template <class T>
bool put(sourced<T>& place, result<sourced<T>> setting, std::optional<failure>& problem) {
    if (!setting) {
        problem = std::move(setting).error();
        return false;
    }
    place = *std::move(setting);
    return true;
}

sourced<std::string> region_of(config_settings const& settings, aws_config_overrides const& given) {
    if (given.region && !given.region->empty()) return {*given.region, std::string(aws::given_explicitly)};
    return aws::configured_region(settings);
}

result<aws_config> read_settings(config_settings const& settings, aws_config_overrides const& given) {
    aws_config c;
    c.region = region_of(settings, given);
    c.ca_bundle = settings.text({"AWS_CA_BUNDLE"}, "ca_bundle");
    std::optional<failure> problem;
    bool const all =
        put(c.endpoint_url, endpoint_of(settings, given.endpoint_url), problem) &&
        put(c.use_fips,
            unless_given(given.use_fips, settings.flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")),
            problem) &&
        put(c.use_dualstack,
            unless_given(given.use_dualstack,
                         settings.flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")),
            problem) &&
        put(c.account_mode, unless_given(given.account_mode, account_mode_of(settings)), problem) &&
        put(c.retries, retry_mode_of(settings), problem) &&
        put(c.max_attempts, settings.count("AWS_MAX_ATTEMPTS", "max_attempts"), problem);
    if (!all) return *std::move(problem);
    return c;
}

}  // namespace

result<aws_config> load_aws_config(world const& outside, aws_config_overrides const& given) {
    auto files = aws::read_shared_files(outside);
    if (!files) return std::move(files).error();
    for (auto const& warning : files->warnings)
        outside.log.write(log_level::warning, [&] { return warning; });
    auto const choice = aws::choose_profile(outside, given.profile);
    if (choice.is_named() && !files->find_profile(choice.name)) return files->no_such_profile(choice);
    config_settings const settings(outside, *files, choice.name);
    auto config = read_settings(settings, given);
    if (config) config->profile = {choice.name, choice.source};
    return config;
}

aws_config aws_config_for_credentials(world const& outside, aws_config_overrides const& given) {
    auto const choice = aws::choose_profile(outside, given.profile);
    auto const files = aws::read_shared_files(outside);
    if (!files) outside.log.write(log_level::warning, [&] { return files.error().to_string(); });
    aws::shared_files const none;
    config_settings const settings(outside, files ? *files : none, choice.name);
    aws_config c;
    c.profile = {choice.name, choice.source};
    c.region = region_of(settings, given);
    c.ca_bundle = settings.text({"AWS_CA_BUNDLE"}, "ca_bundle");
    return c;
}

}  // namespace ddbsnap
