#include "credentials/profile_provider.hpp"

#include "support/fake_world.hpp"
#include "support/run_awaitable.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using support::fake_world;
using testing::HasSubstr;
using testing::Not;

result<credentials> load(fake_world const& w, std::string const& profile = "default") {
    return support::run(profile_provider(w.outside(), {profile, "AWS_PROFILE"}, {}, "").load());
}

constexpr auto pair = "aws_access_key_id = AKIDP\naws_secret_access_key = hush-p\n";

TEST(profile_provider, takes_the_keys_of_its_profile) {
    fake_world w;
    w.credentials(std::string("[dev]\n") + pair +
                  "aws_session_token = hush-t\naws_account_id = 111122223333\n");
    auto const found = load(w, "dev");
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->access_key_id, "AKIDP");
    EXPECT_EQ(found->secret_access_key.reveal(), "hush-p");
    EXPECT_EQ(found->session_token.reveal(), "hush-t");
    EXPECT_EQ(found->account_id, "111122223333");
    EXPECT_FALSE(found->expiration);
    EXPECT_EQ(found->source, "profile dev (/home/u/.aws/credentials)");
}

TEST(profile_provider, a_missing_default_profile_passes_and_a_missing_named_one_does_not) {
    auto found = load(fake_world());
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::credentials_not_configured);
    EXPECT_EQ(found.error().message(),
              "profile default does not exist (looked at /home/u/.aws/config (not there), "
              "/home/u/.aws/credentials (not there))");
    found = load(fake_world(), "dev");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::invalid_configuration);
    EXPECT_THAT(found.error().message(), HasSubstr("profile dev (AWS_PROFILE) does not exist"));
}

TEST(profile_provider, a_profile_without_keys_passes_and_names_a_file_it_could_not_read) {
    fake_world w;
    w.config("[profile dev]\nregion = eu-west-1\n")
        .unreadable("/home/u/.aws/credentials", "Permission denied");
    auto const found = load(w, "dev");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::credentials_not_configured);
    EXPECT_EQ(found.error().message(),
              "profile dev has no keys (looked at /home/u/.aws/config, "
              "/home/u/.aws/credentials (unreadable: Permission denied))");
}

TEST(profile_provider, half_a_pair_is_an_error_that_names_the_other_half_and_the_line) {
    std::pair<char const*, char const*> const rows[] = {
        {"[default]\naws_access_key_id = AKIDP\n",
         "has aws_access_key_id (/home/u/.aws/credentials:2), but no "
         "aws_secret_access_key"},
        {"[default]\n\naws_secret_access_key = hush\n",
         "has aws_secret_access_key (/home/u/.aws/credentials:3), "
         "but no aws_access_key_id"},
        {"[default]\naws_session_token = hush\n",
         "has aws_session_token (/home/u/.aws/credentials:2), but no "
         "aws_access_key_id"},
        {"[default]\naws_access_key_id = AKIDP\naws_secret_access_key =\n", "but no aws_secret_access_key"},
    };
    for (auto const& [text, expected] : rows) {
        auto const found = load(fake_world().credentials(text));
        ASSERT_FALSE(found) << text;
        EXPECT_EQ(found.error().code(), errc::credentials_failed);
        EXPECT_THAT(found.error().message(), HasSubstr(expected));
        EXPECT_THAT(found.error().to_string(), Not(HasSubstr("hush")));
    }
}

TEST(profile_provider, a_broken_form_stops_it_even_beside_keys) {
    // What goes before static keys must not silently be passed over for them: they may be another identity's.
    std::pair<char const*, char const*> const rows[] = {
        {"role_arn = arn:aws:iam::1:role/r\nsource_profile = x\n", "profile x, the source_profile of"},
        {"role_arn = arn:aws:iam::1:role/r\n", "neither source_profile nor credential_source"},
        {"web_identity_token_file = /t\nrole_arn = arn\n", "/t (web_identity_token_file of profile default"},
        {"credential_source = Environment\n", "names Environment in /home/u/.aws/config:2"},
    };
    for (auto const& [lines, expected] : rows)
        for (auto const* keys : {"", pair}) {
            auto const found = load(fake_world().config(std::string("[default]\n") + lines + keys));
            ASSERT_FALSE(found) << lines;
            EXPECT_NE(found.error().code(), errc::credentials_not_configured);
            EXPECT_THAT(found.error().message(), HasSubstr(expected));
            EXPECT_THAT(found.error().to_string(), Not(HasSubstr("hush")));
        }
}

TEST(profile_provider, an_sso_session_for_tokens_alone_is_no_form_of_keys) {
    auto const alone = load(fake_world().config("[default]\nsso_session = s\n"));
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().code(), errc::credentials_not_configured);
    EXPECT_TRUE(load(fake_world().config(std::string("[default]\nsso_session = s\n") + pair)));
}

TEST(profile_provider, a_file_that_does_not_parse_is_an_error_with_its_line) {
    auto const found = load(fake_world().credentials("[default]\naws_secret_access_key hush\n"));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::malformed_file);
    EXPECT_EQ(found.error().message(),
              "/home/u/.aws/credentials:2: Expected an '=' sign defining a property");
}

TEST(profile_provider, sees_files_that_changed_since_it_was_made) {
    fake_world w;
    profile_provider provider(w.outside(), {"default", ""}, {}, "");
    EXPECT_FALSE(support::run(provider.load()));
    w.credentials(std::string("[default]\n") + pair);
    EXPECT_TRUE(support::run(provider.load()));
}

}  // namespace
}  // namespace ddbsnap
