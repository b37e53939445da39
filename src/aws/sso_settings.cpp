#include "aws/sso_settings.hpp"

#include <array>
#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

struct reader {
    config_settings const& profile;
    profile_section const& own;
    profile_section const* session = nullptr;
    profile_property const* session_name = nullptr;

    std::string at(profile_property const& property) const { return property.where.to_string(); }

    result<void> find_session() {
        session_name = own.find("sso_session");
        if (!session_name) return {};
        auto const& sessions = profile.files().content.sso_sessions;
        auto const found = sessions.find(session_name->value);
        if (found == sessions.end())
            return failure(errc::invalid_configuration,
                           fmt::format("profile {} names sso-session {} ({}), but there is no section "
                                       "[sso-session {}]",
                                       profile.profile_name(), session_name->value, at(*session_name),
                                       session_name->value),
                           fmt::format("run `aws configure sso-session`, or correct the name"));
        session = &found->second;
        return {};
    }

    // Of the session where there is one; the profile may repeat it.
    result<std::string> shared(char const* property) const {
        auto const* beside = own.find(property);
        if (!session && !beside) return missing(property);
        if (!session) return beside->value;
        auto const* found = session->find(property);
        if (!found) return missing(property);
        if (beside && beside->value != found->value)
            return failure(
                errc::invalid_configuration,
                fmt::format("{} of profile {} ({}) is another than that of its sso-session {} ({})", property,
                            profile.profile_name(), at(*beside), session_name->value, at(*found)),
                fmt::format("remove {} from the profile", property));
        return found->value;
    }

    failure missing(char const* property) const {
        auto const owner =
            session ? fmt::format("sso-session {} ({})", session_name->value, session->where.to_string())
                    : fmt::format("profile {} ({})", profile.profile_name(), own.where.to_string());
        // With account or role the profile is meant to give keys, and is broken; else it is for tokens.
        bool const is_for_keys = own.find("sso_account_id") || own.find("sso_role_name");
        return failure(is_for_keys ? errc::invalid_configuration : errc::credentials_not_configured,
                       fmt::format("{} has no {}", owner, property), fmt::format("add {}", property));
    }

    result<void> take_account_and_role(sso_settings& into) const {
        auto const* account = own.find("sso_account_id");
        auto const* role = own.find("sso_role_name");
        if (!account && !role)
            return failure(errc::credentials_not_configured,
                           fmt::format("profile {} ({}) names neither sso_account_id nor sso_role_name: it "
                                       "is for tokens, not for keys",
                                       profile.profile_name(), own.where.to_string()));
        if (account && role) {
            into.account_id = account->value;
            into.role_name = role->value;
            return {};
        }
        auto const* lacking = account ? "sso_role_name" : "sso_account_id";
        return failure(errc::invalid_configuration,
                       fmt::format("profile {} has {} ({}), but no {}", profile.profile_name(),
                                   account ? "sso_account_id" : "sso_role_name",
                                   at(account ? *account : *role), lacking),
                       fmt::format("add {} to the profile", lacking));
    }

    std::string begins() const {
        for (auto const* name : {"sso_session", "sso_start_url", "sso_region", "sso_account_id"})
            if (auto const* property = own.find(name)) return at(*property);
        return own.where.to_string();
    }
};

}  // namespace

std::string sso_settings::token_owner() const {
    return session.empty() ? "start URL " + start_url : "sso-session " + session;
}

std::string sso_settings::login_command() const { return "aws sso login --profile " + profile; }

result<sso_settings> read_sso_settings(config_settings const& profile) {
    auto const* own = profile.files().find_profile(profile.profile_name());
    if (!own)
        return failure(errc::credentials_not_configured,
                       fmt::format("profile {} does not exist", profile.profile_name()));
    reader in{profile, *own};
    sso_settings found;
    if (auto session = in.find_session(); !session) return std::move(session).error();
    // What is contradictory is told before what is not there.
    auto region = in.shared("sso_region");
    auto start_url = in.shared("sso_start_url");
    for (auto const* r : {&region, &start_url})
        if (!*r && r->error().code() == errc::invalid_configuration) return failure(r->error());
    auto rest = in.take_account_and_role(found);
    if (!rest && rest.error().code() == errc::invalid_configuration) return std::move(rest).error();
    if (!region) return std::move(region).error();
    if (!start_url) return std::move(start_url).error();
    if (!rest) return std::move(rest).error();
    found.region = *std::move(region);
    found.start_url = *std::move(start_url);
    if (in.session) found.session = in.session_name->value;
    found.profile = profile.profile_name();
    found.where = in.begins();
    return found;
}

}  // namespace ddbsnap::aws
