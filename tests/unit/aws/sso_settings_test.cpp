#include "aws/sso_settings.hpp"

#include "support/fake_world.hpp"

#include <gmock/gmock.h>

namespace ddbsnap::aws {
namespace {

using testing::HasSubstr;

result<sso_settings> read(std::string const& config, std::string const& profile = "dev") {
    support::fake_world w;
    w.config(config);
    auto const outside = w.outside();
    auto const files = read_shared_files(outside).value();
    return read_sso_settings(config_settings(outside, files, profile));
}

constexpr auto session = "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp/start\n";

TEST(sso_settings, of_a_profile_with_a_session) {
    auto const found = read(std::string(session) +
                            "[profile dev]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n");
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->session, "corp");
    EXPECT_EQ(found->cache_key(), "corp");
    EXPECT_EQ(found->region, "eu-west-1");
    EXPECT_EQ(found->start_url, "https://corp/start");
    EXPECT_EQ(found->account_id, "1");
    EXPECT_EQ(found->role_name, "R");
    EXPECT_EQ(found->where, "/home/u/.aws/config:5");
    EXPECT_EQ(found->login_command(), "aws sso login --profile dev");
}

TEST(sso_settings, of_a_profile_that_names_everything_itself) {
    auto const found = read(
        "[profile dev]\nsso_start_url = https://corp/start\nsso_region = eu-west-1\nsso_account_id = "
        "1\nsso_role_name = R\n");
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->session, "");
    EXPECT_EQ(found->cache_key(), "https://corp/start");
}

TEST(sso_settings, region_and_url_beside_a_session_may_repeat_its_own_and_nothing_else) {
    auto const keys = std::string("sso_account_id = 1\nsso_role_name = R\n");
    auto const profile = std::string(session) + "[profile dev]\nsso_session = corp\n" + keys;
    EXPECT_TRUE(read(profile + "sso_region = eu-west-1\nsso_start_url = https://corp/start\n"));
    auto found = read(profile + "sso_region = us-east-1\n");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::invalid_configuration);
    EXPECT_EQ(
        found.error().message(),
        "sso_region of profile dev (/home/u/.aws/config:8) is another than that of its sso-session corp "
        "(/home/u/.aws/config:2)");
    found = read(profile + "sso_start_url = https://other/start\n");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::invalid_configuration);
}

TEST(sso_settings, broken_ones_stop_the_chain_and_incomplete_ones_do_not) {
    auto const pair = std::string("sso_account_id = 1\nsso_role_name = R\n");
    auto const with_session = std::string(session) + "[profile dev]\nsso_session = corp\n";
    auto const own =
        std::string("[profile dev]\nsso_region = eu-west-1\nsso_start_url = https://corp/start\n");
    struct row {
        std::string config;
        errc code;
        char const* text;
    } const rows[] = {
        {"[profile dev]\nsso_session = gone\n" + pair, errc::invalid_configuration,
         "profile dev names sso-session gone (/home/u/.aws/config:2), but there is no section [sso-session "
         "gone]"},
        {with_session + "sso_account_id = 1\n", errc::invalid_configuration,
         "has sso_account_id (/home/u/.aws/config:6), but no sso_role_name"},
        {with_session + "sso_role_name = R\n", errc::invalid_configuration,
         "has sso_role_name (/home/u/.aws/config:6), but no sso_account_id"},
        {own + "sso_account_id = 1\n", errc::invalid_configuration, "but no sso_role_name"},
        {with_session, errc::credentials_not_configured, "neither sso_account_id nor sso_role_name"},
        {own, errc::credentials_not_configured, "neither sso_account_id nor sso_role_name"},
        {"[profile dev]\nsso_start_url = https://corp/start\n" + pair, errc::invalid_configuration,
         "profile dev (/home/u/.aws/config:1) has no sso_region"},
        {"[profile dev]\nsso_region = eu-west-1\n" + pair, errc::invalid_configuration,
         "has no sso_start_url"},
        {"[sso-session corp]\nsso_region = r\n[profile dev]\nsso_session = corp\n" + pair,
         errc::invalid_configuration, "sso-session corp (/home/u/.aws/config:1) has no sso_start_url"},
        {"[profile other]\na = b\n", errc::credentials_not_configured, "profile dev does not exist"},
    };
    for (auto const& [config, code, text] : rows) {
        auto const found = read(config);
        ASSERT_FALSE(found) << config;
        EXPECT_EQ(found.error().code(), code) << config;
        EXPECT_THAT(found.error().message(), HasSubstr(text));
    }
}

}  // namespace
}  // namespace ddbsnap::aws
