#include "aws/profile_chain.hpp"

#include "support/fake_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using support::fake_world;
using testing::HasSubstr;
using testing::Not;

char const* name_of(base_form form) {
    switch (form) {
        case base_form::static_keys:
            return "keys";
        case base_form::web_identity:
            return "token";
        case base_form::sso:
            return "sso";
        case base_form::login_session:
            return "login";
        case base_form::process:
            return "process";
        case base_form::environment:
            return "environment";
        case base_form::ec2_metadata:
            return "ec2";
        case base_form::ecs_container:
            return "ecs";
    }
    return "";
}

result<profile_chain> resolve(shared_files const& files, std::string const& profile) {
    return resolve_profile_chain(files, {profile, "AWS_PROFILE"});
}

// "keys of c, role of b, role of a"
std::string walked(std::string const& config, std::string const& profile = "a") {
    auto const files = read_shared_files(fake_world().config(config).outside()).value();
    auto const chain = resolve(files, profile);
    if (!chain) return "failed: " + chain.error().message();
    auto text = std::string(name_of(chain->form)) + " of " + chain->base.profile;
    for (auto const& hop : chain->hops) text += ", role of " + hop.profile;
    return text;
}

failure refused(std::string const& config, std::string const& profile = "a") {
    auto const files = read_shared_files(fake_world().config(config).outside()).value();
    auto const chain = resolve(files, profile);
    EXPECT_FALSE(chain) << config;
    return chain ? failure(errc::not_supported, "resolved") : chain.error();
}

constexpr auto pair = "aws_access_key_id = AKID\naws_secret_access_key = hush\n";

std::string profile(std::string const& name, std::string const& lines) {
    return "[profile " + name + "]\n" + lines;
}

std::string role(std::string const& name, std::string const& source, std::string const& more = "") {
    return profile(name, "role_arn = arn:" + name + "\nsource_profile = " + source + "\n" + more);
}

TEST(profile_chain, forms_of_one_profile_in_their_order) {
    // Each row's form goes before those of the rows after it.
    std::pair<std::string, std::string> const rows[] = {
        {"credential_source = Environment\n", "environment of a"},
        {"role_arn = r\nweb_identity_token_file = /t\n", "token of a"},
        {"sso_session = s\nsso_account_id = 1\nsso_role_name = n\n", "sso of a"},
        {"login_session = arn\n", "login of a"},
        {"credential_process = run\n", "process of a"},
        {pair, "keys of a"},
    };
    for (std::size_t i = 0; i < std::size(rows); ++i) {
        auto lines = rows[i].first;
        EXPECT_EQ(walked(profile("a", lines)), rows[i].second);
        // A role without a token file would be a hop; the web identity row brings both.
        for (auto later = i + 1; later < std::size(rows); ++later) lines += rows[later].first;
        EXPECT_EQ(walked(profile("a", lines)), rows[i].second);
    }
    EXPECT_EQ(walked(profile("a", "sso_start_url = u\nsso_region = r\n")), "sso of a");
    EXPECT_EQ(walked(profile("a", "aws_session_token = hush\n")), "keys of a")
        << "to be told what is missing";
    EXPECT_EQ(walked(profile("a", "sso_session = s\n") + pair), "keys of a");
    EXPECT_EQ(walked(profile("a", "source_profile = b\n") + pair), "keys of a") << "no role, no source";
}

TEST(profile_chain, roles_are_walked_to_the_keys_and_come_from_the_base_outwards) {
    EXPECT_EQ(walked(role("a", "c") + profile("c", pair)), "keys of c, role of a");
    EXPECT_EQ(walked(role("a", "b") + role("b", "c") + profile("c", pair)),
              "keys of c, role of b, role of a");
    EXPECT_EQ(walked(role("a", "c") + profile("c", "credential_process = run\n")), "process of c, role of a");
    EXPECT_EQ(walked(role("a", "c") + profile("c", "role_arn = r\nweb_identity_token_file = /t\n")),
              "token of c, role of a");
    EXPECT_EQ(walked(role("a", "c") + profile("c", "sso_start_url = u\n")), "sso of c, role of a");
    EXPECT_EQ(walked(role("a", "default") + "[default]\n" + pair), "keys of default, role of a");
}

TEST(profile_chain, a_role_goes_before_keys_in_the_profile_asked_for) {
    EXPECT_EQ(walked(role("a", "c", pair) + profile("c", pair)), "keys of c, role of a");
    EXPECT_EQ(walked(role("a", "c", "sso_start_url = u\ncredential_process = run\n") + profile("c", pair)),
              "keys of c, role of a");
}

TEST(profile_chain, keys_of_a_source_go_before_its_own_role_and_all_else) {
    EXPECT_EQ(walked(role("a", "b") + role("b", "c", pair) + profile("c", pair)), "keys of b, role of a");
    EXPECT_EQ(walked(role("a", "b") + role("b", "nobody", pair)), "keys of b, role of a");
    EXPECT_EQ(walked(role("a", "b") + role("b", "b", pair)), "keys of b, role of a");
    EXPECT_EQ(walked(role("a", "b") + profile("b", "credential_source = Environment\nrole_arn = r\n") + pair),
              "keys of b, role of a");
    EXPECT_EQ(walked(role("a", "b") + profile("b", "sso_start_url = u\ncredential_process = run\n") + pair),
              "keys of b, role of a");
    EXPECT_EQ(walked(role("a", "b") + profile("b", "role_arn = r\nweb_identity_token_file = /t\n") + pair),
              "keys of b, role of a");
    // Half a pair is no reason to stop: the walk goes on.
    EXPECT_EQ(walked(role("a", "b") + role("b", "c", "aws_access_key_id = AKID\n") + profile("c", pair)),
              "keys of c, role of b, role of a");
}

TEST(profile_chain, a_profile_may_be_its_own_source) {
    EXPECT_EQ(walked(role("a", "a", pair)), "keys of a, role of a");
    EXPECT_EQ(walked(role("a", "a", "credential_process = run\n")), "process of a, role of a");
    EXPECT_EQ(walked(role("a", "b") + role("b", "b", "credential_process = run\n")),
              "process of b, role of b, role of a");
    auto const f = refused(role("a", "a"));
    EXPECT_EQ(f.code(), errc::invalid_configuration);
    EXPECT_EQ(f.message(),
              "profile a names itself as source_profile (/home/u/.aws/config:3), but has no keys of its own");
}

TEST(profile_chain, a_named_source_is_a_base) {
    std::pair<char const*, char const*> const rows[] = {
        {"Environment", "environment"}, {"environment", "environment"}, {"Ec2InstanceMetadata", "ec2"},
        {"EC2INSTANCEMETADATA", "ec2"}, {"EcsContainer", "ecs"},        {"ecscontainer", "ecs"},
    };
    for (auto const& [source, form] : rows) {
        auto const line = std::string("credential_source = ") + source + "\n";
        EXPECT_EQ(walked(profile("a", "role_arn = r\n" + line)), std::string(form) + " of a, role of a");
        EXPECT_EQ(walked(profile("a", "role_arn = r\n" + line + pair)),
                  std::string(form) + " of a, role of a");
        EXPECT_EQ(walked(profile("a", line)), std::string(form) + " of a");
        EXPECT_EQ(walked(role("a", "b") + profile("b", "role_arn = r\n" + line)),
                  std::string(form) + " of b, role of b, role of a");
        EXPECT_EQ(walked(role("a", "b") + profile("b", line)), std::string(form) + " of b, role of a");
    }
    for (auto const* unknown : {"Env", "IMDS", "EcsContainer x"}) {
        auto const f = refused(profile("a", std::string("role_arn = r\ncredential_source = ") + unknown));
        EXPECT_EQ(f.code(), errc::invalid_configuration);
        EXPECT_EQ(f.message(), "profile a has the credential_source \"" + std::string(unknown) +
                                   "\" (/home/u/.aws/config:3)");
        EXPECT_THAT(f.details().next_step, HasSubstr("Ec2InstanceMetadata"));
    }
}

TEST(profile_chain, loops_are_refused_and_named) {
    auto const two = refused(role("a", "b") + role("b", "a"));
    EXPECT_EQ(two.code(), errc::invalid_configuration);
    EXPECT_THAT(two.message(), HasSubstr("loop: a -> b -> a (closed by /home/u/.aws/config:6)"));
    EXPECT_THAT(refused(role("a", "b") + role("b", "c") + role("c", "a")).message(),
                HasSubstr("loop: a -> b -> c -> a (closed by /home/u/.aws/config:9)"));
    EXPECT_THAT(refused(role("a", "b") + role("b", "c") + role("c", "b")).message(),
                HasSubstr("loop: b -> c -> b "));
    // Keys of the profile that is come back to do not open it.
    EXPECT_THAT(refused(role("a", "b", pair) + role("b", "a")).message(), HasSubstr("loop: a -> b -> a "));
}

TEST(profile_chain, a_role_has_exactly_one_source) {
    auto const neither = refused(profile("a", "region = r\nrole_arn = arn\n") + pair);
    EXPECT_EQ(neither.code(), errc::invalid_configuration);
    EXPECT_EQ(
        neither.message(),
        "profile a has role_arn (/home/u/.aws/config:3), but neither source_profile nor credential_source");
    auto const both = refused(role("a", "b", "credential_source = Environment\n") + profile("b", pair));
    EXPECT_EQ(both.code(), errc::invalid_configuration);
    EXPECT_EQ(both.message(),
              "profile a has both source_profile (/home/u/.aws/config:3) and credential_source "
              "(/home/u/.aws/config:4)");
    EXPECT_EQ(
        refused(role("x", "a") + profile("a", "role_arn = r\n"), "x").message(),
        "profile a has role_arn (/home/u/.aws/config:5), but neither source_profile nor credential_source");
}

TEST(profile_chain, a_source_must_be_there_and_have_keys) {
    auto const missing = refused(role("a", "nobody"));
    EXPECT_EQ(missing.code(), errc::invalid_configuration);
    EXPECT_THAT(
        missing.message(),
        HasSubstr("profile nobody, the source_profile of profile a (/home/u/.aws/config:3), does not exist"));
    auto const no_default = refused(role("a", "default"));
    EXPECT_EQ(no_default.code(), errc::invalid_configuration) << "named here, hence not optional";
    auto const empty = refused(role("a", "b") + profile("b", "region = r\n"));
    EXPECT_EQ(empty.code(), errc::invalid_configuration);
    EXPECT_EQ(empty.message(),
              "profile b, the source_profile of profile a (/home/u/.aws/config:3), has no keys");
}

TEST(profile_chain, a_token_file_needs_a_role) {
    auto const f = refused(profile("a", "web_identity_token_file = /t\n") + pair);
    EXPECT_EQ(f.code(), errc::invalid_configuration);
    EXPECT_EQ(f.message(), "profile a has web_identity_token_file (/home/u/.aws/config:2), but no role_arn");
}

TEST(profile_chain, passes_only_where_the_profile_asked_for_has_nothing) {
    auto const empty = refused(profile("a", "region = r\n"));
    EXPECT_EQ(empty.code(), errc::credentials_not_configured);
    EXPECT_THAT(empty.message(), HasSubstr("profile a has no keys"));
    EXPECT_EQ(refused("", "default").code(), errc::credentials_not_configured);
    EXPECT_EQ(refused("", "a").code(), errc::invalid_configuration);
}

TEST(profile_chain, names_from_elsewhere_are_shown_on_one_line) {
    auto const f = refused(profile("a", "role_arn = r\nsource_profile = x\n  y\x1b[31m\n"));
    EXPECT_THAT(f.message(), HasSubstr("profile x y [31m, the source_profile"));
    EXPECT_THAT(f.message(), Not(HasSubstr("\n")));
}

}  // namespace
}  // namespace ddbsnap::aws
