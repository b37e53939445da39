#include "aws/profile_chain.hpp"

#include "core/ascii.hpp"
#include "core/excerpt.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

constexpr auto role_property = "role_arn";
constexpr auto source_property = "source_profile";
constexpr auto named_source_property = "credential_source";
constexpr auto token_file_property = "web_identity_token_file";

struct told_form {
    std::string_view name;
    base_form form;
};

constexpr std::array named_sources{told_form{"Environment", base_form::environment},
                                   told_form{"Ec2InstanceMetadata", base_form::ec2_metadata},
                                   told_form{"EcsContainer", base_form::ecs_container}};

// In order of precedence. An sso_session without account and role gives tokens, not keys, and is no form of
// credentials.
constexpr std::array property_forms{
    told_form{token_file_property, base_form::web_identity},
    told_form{"sso_account_id", base_form::sso},
    told_form{"sso_role_name", base_form::sso},
    told_form{"sso_start_url", base_form::sso},
    told_form{"login_session", base_form::login_session},
    told_form{"credential_process", base_form::process},
    told_form{"aws_access_key_id", base_form::static_keys},
    told_form{"aws_secret_access_key", base_form::static_keys},
    told_form{"aws_session_token", base_form::static_keys},
};

failure broken(std::string message, std::string next_step) {
    return failure(errc::invalid_configuration, std::move(message), std::move(next_step));
}

bool has_static_keys(profile_section const& profile) {
    return profile.find("aws_access_key_id") && profile.find("aws_secret_access_key");
}

bool is_role(profile_section const& profile) {
    return profile.find(role_property) && !profile.find(token_file_property);
}

result<base_form> named_form(chain_link const& link, profile_property const& source) {
    for (auto const& [name, form] : named_sources)
        if (equals_ignoring_case(name, source.value)) return form;
    return broken(fmt::format("profile {} has the credential_source \"{}\" ({})", link.profile,
                              excerpt(source.value), source.where.to_string()),
                  "name one of Environment, Ec2InstanceMetadata, EcsContainer");
}

// Puts the base in its place; false when the profile has no keys of any form.
result<bool> find_base(profile_chain& chain, chain_link link) {
    if (auto const* source = link.section->find(named_source_property)) {
        auto const form = named_form(link, *source);
        if (!form) return failure(form.error());
        chain.form = *form;
        chain.told_by = source;
    }
    for (auto const& [name, form] : property_forms) {
        if (chain.told_by) break;
        chain.told_by = link.section->find(name);
        chain.form = form;
    }
    if (!chain.told_by) return false;
    if (chain.form == base_form::web_identity && !link.section->find(role_property))
        return broken(fmt::format("profile {} has {} ({}), but no {}", link.profile, token_file_property,
                                  chain.told_by->where.to_string(), role_property),
                      fmt::format("add {} to the profile", role_property));
    chain.base = std::move(link);
    return true;
}

// The name of the profile that a role takes its keys from; its own where it is a base as well.
result<std::string> source_of(chain_link const& link) {
    auto const* source = link.section->find(source_property);
    auto const* named = link.section->find(named_source_property);
    auto const& role = *link.section->find(role_property);
    if (source && named)
        return broken(fmt::format("profile {} has both {} ({}) and {} ({})", link.profile, source_property,
                                  source->where.to_string(), named_source_property, named->where.to_string()),
                      "remove one of them");
    if (!source && !named)
        return broken(
            fmt::format("profile {} has {} ({}), but neither {} nor {}", link.profile, role_property,
                        role.where.to_string(), source_property, named_source_property),
            "say whose keys assume the role: add one of them");
    return named ? link.profile : source->value;
}

failure loop_through(std::vector<chain_link> const& hops, std::string const& again) {
    std::string names;
    auto const start =
        std::find_if(hops.begin(), hops.end(), [&](auto& hop) { return hop.profile == again; });
    for (auto at = start; at != hops.end(); ++at) names += at->profile + " -> ";
    auto const& closing = *hops.back().section->find(source_property);
    return broken(fmt::format("the profiles name each other as their source in a loop: {}{} (closed by {})",
                              names, again, closing.where.to_string()),
                  "let one of them have keys of its own instead of source_profile");
}

// What the profile that was walked to last was named by, for messages.
std::string named_by(chain_link const& role) {
    auto const* source = role.section->find(source_property);
    return fmt::format("{} of profile {} ({})", source_property, role.profile, source->where.to_string());
}

failure no_keys(shared_files const& files, chain_link const& link, std::vector<chain_link> const& hops) {
    if (hops.empty())
        return failure(errc::credentials_not_configured,
                       fmt::format("profile {} has no keys (looked at {})", link.profile, files.looked_at()));
    if (hops.back().section == link.section)
        return broken(
            fmt::format("profile {} names itself as {} ({}), but has no keys of its own", link.profile,
                        source_property, link.section->find(source_property)->where.to_string()),
            "give it keys, or name another profile there");
    return broken(fmt::format("profile {}, the {}, has no keys", link.profile, named_by(hops.back())),
                  "give it keys, or name another profile there");
}

result<chain_link> find_first(shared_files const& files, profile_choice const& choice) {
    if (auto const* found = files.find_profile(choice.name)) return chain_link{choice.name, found};
    if (choice.is_named()) return files.no_such_profile(choice);
    return failure(errc::credentials_not_configured,
                   fmt::format("profile {} does not exist (looked at {})", choice.name, files.looked_at()));
}

// The profile that the last role names as its source.
result<chain_link> find_next(shared_files const& files, std::vector<chain_link> const& hops,
                             std::string const& name) {
    bool const again =
        std::any_of(hops.begin(), hops.end(), [&](auto const& hop) { return hop.profile == name; });
    if (again) return loop_through(hops, name);
    if (auto const* found = files.find_profile(name)) return chain_link{name, found};
    return broken(fmt::format("profile {}, the {}, does not exist; looked at {}", excerpt(name),
                              named_by(hops.back()), files.looked_at()),
                  "name a profile that exists in source_profile");
}

// Goes from role to role up to the profile whose keys are taken. Roles are kept in the order of the walk.
result<chain_link> walk(shared_files const& files, chain_link at, std::vector<chain_link>& hops) {
    while (is_role(*at.section)) {
        // Keys go before the role of a source, but not before the role that was asked for.
        if (!hops.empty() && has_static_keys(*at.section)) return at;
        auto source = source_of(at);
        if (!source) return std::move(source).error();
        hops.push_back(at);
        if (*source == at.profile) return at;
        auto next = find_next(files, hops, *source);
        if (!next) return next;
        at = *std::move(next);
    }
    return at;
}

}  // namespace

result<profile_chain> resolve_profile_chain(shared_files const& files, profile_choice const& choice) {
    auto first = find_first(files, choice);
    if (!first) return std::move(first).error();
    profile_chain chain;
    auto last = walk(files, *std::move(first), chain.hops);
    if (!last) return std::move(last).error();
    if (!chain.hops.empty() && has_static_keys(*last->section) &&
        chain.hops.back().section != last->section) {
        chain.told_by = last->section->find("aws_access_key_id");
        chain.base = *std::move(last);
    } else {
        auto const found = find_base(chain, *last);
        if (!found) return failure(found.error());
        if (!*found) return no_keys(files, *last, chain.hops);
    }
    std::reverse(chain.hops.begin(), chain.hops.end());
    return chain;
}

}  // namespace ddbsnap::aws
