#include "aws/endpoint_account.hpp"

#include "support/fake_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using testing::HasSubstr;

struct endpoint_account_of : testing::Test {
    endpoint_account found() { return account_without_network(there.outside(), {}); }
    void expect(std::string const& id, std::string const& source) {
        auto const account = found();
        EXPECT_EQ(account.id.value, id);
        EXPECT_EQ(account.id.source, source);
        EXPECT_EQ(account.unknown_because, "");
    }
    void expect_unknown(std::string const& because) {
        auto const account = found();
        EXPECT_FALSE(account.id);
        EXPECT_EQ(account.id.value, "");
        EXPECT_THAT(account.unknown_because, HasSubstr(because));
    }
    void set_keys() { there.set("AWS_ACCESS_KEY_ID", "AKID").set("AWS_SECRET_ACCESS_KEY", "hush"); }

    support::fake_world there;
};

constexpr auto static_profile =
    "[default]\naws_access_key_id = AKID\naws_secret_access_key = hush\naws_account_id = 222222222222\n";

TEST_F(endpoint_account_of, environment_keys_is_the_variable_beside_them) {
    set_keys();
    there.set("AWS_ACCOUNT_ID", "111122223333");
    expect("111122223333", "AWS_ACCOUNT_ID");
}

TEST_F(endpoint_account_of, environment_keys_without_the_variable_is_not_the_profiles) {
    set_keys();
    there.credentials(static_profile);
    expect_unknown("AWS_ACCOUNT_ID is not set");
}

TEST_F(endpoint_account_of, a_profile_is_not_the_variable_that_stands_without_keys) {
    there.set("AWS_ACCOUNT_ID", "111122223333").credentials(static_profile);
    expect("222222222222", "aws_account_id of profile default in /home/u/.aws/credentials:4");
    there.set("AWS_ACCESS_KEY_ID", "AKID");  // one half of a pair is none
    expect("222222222222", "aws_account_id of profile default in /home/u/.aws/credentials:4");
}

TEST_F(endpoint_account_of, static_keys_without_it_is_unknown) {
    there.credentials("[default]\naws_access_key_id = AKID\naws_secret_access_key = hush\n");
    expect_unknown("profile default has no aws_account_id");
}

TEST_F(endpoint_account_of, a_role_is_its_own_and_not_the_one_of_its_source) {
    there.credentials(static_profile);
    there.config("[profile dev]\nrole_arn = arn:aws:iam::333333333333:role/r\nsource_profile = default\n");
    there.set("AWS_PROFILE", "dev");
    expect_unknown("profile dev tells it with its keys");
    there.config(
        "[profile dev]\nrole_arn = arn:aws:iam::333333333333:role/r\nsource_profile = default\n"
        "aws_account_id = 333333333333\n");
    expect("333333333333", "aws_account_id of profile dev in /home/u/.aws/config:4");
}

TEST_F(endpoint_account_of, identity_center_is_the_one_that_is_asked_for) {
    there.config(
        "[default]\nsso_start_url = https://d.example\nsso_region = eu-west-1\nsso_role_name = r\n"
        "sso_account_id = 444444444444\n");
    expect("444444444444", "sso_account_id of profile default in /home/u/.aws/config:5");
}

TEST_F(endpoint_account_of, a_process_is_what_the_profile_says_and_the_process_is_not_run) {
    there.config("[default]\ncredential_process = false\naws_account_id = 555555555555\n");
    expect("555555555555", "aws_account_id of profile default in /home/u/.aws/config:3");
    there.config("[default]\ncredential_process = false\n");
    expect_unknown("not fetched");
}

TEST_F(endpoint_account_of, no_keys_at_all_or_broken_ones_is_unknown_with_the_reason) {
    expect_unknown("neither environment nor profile have keys");
    there.config("[default]\nrole_arn = arn:aws:iam::333333333333:role/r\n");
    expect_unknown("neither source_profile nor credential_source");
    there.config("[default\n");
    expect_unknown("/home/u/.aws/config:1");
}

}  // namespace
}  // namespace ddbsnap::aws
