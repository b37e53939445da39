#include "credentials/web_identity_provider.hpp"

#include "support/sts_fixture.hpp"

namespace ddbsnap {
namespace {

using test::said;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct web_identity_provider_test : test::sts_fixture {
    std::string region;

    web_identity_provider_test() {
        machine.set("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/token")
            .set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/x")
            .set("AWS_REGION", "eu-west-1")
            .file("/var/token", "hush.one\n");
    }

    result<credentials> load() {
        web_identity_provider provider(outside(), {"default", ""}, region);
        return support::run(provider.load());
    }
};

TEST_F(web_identity_provider_test, exchanges_the_token_for_keys_of_the_role) {
    give_keys("w");
    auto const found = load();
    ASSERT_TRUE(found) << said(found);
    EXPECT_EQ(found->access_key_id, "ASIAw");
    EXPECT_EQ(found->account_id, "123456789012");
    EXPECT_TRUE(found->expiration);
    EXPECT_EQ(found->source,
              "role arn:aws:iam::123456789012:role/x by web identity (AWS_WEB_IDENTITY_TOKEN_FILE)");
    EXPECT_EQ(request(0).body,
              "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn="
              "arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fx&RoleSessionName=ddbsnap-1767323045000"
              "&WebIdentityToken=hush.one%0A");
    EXPECT_EQ(request(0).header("Authorization"), std::nullopt);
    EXPECT_THAT(origins, ElementsAre("https://sts.eu-west-1.amazonaws.com:443"));
}

TEST_F(web_identity_provider_test, the_session_may_be_named) {
    machine.set("AWS_ROLE_SESSION_NAME", "pod@node");
    give_keys("w");
    EXPECT_TRUE(load());
    EXPECT_THAT(request(0).body, HasSubstr("&RoleSessionName=pod%40node&"));
    machine.set("AWS_ROLE_SESSION_NAME", "not a name");
    auto const found = load();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::invalid_configuration);
    EXPECT_THAT(said(found), HasSubstr("AWS_ROLE_SESSION_NAME"));
}

TEST_F(web_identity_provider_test, passes_where_a_variable_is_missing_or_blank) {
    machine.set("AWS_ROLE_ARN", " ");
    auto found = load();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::credentials_not_configured);
    EXPECT_EQ(found.error().message(), "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not");
    machine.unset("AWS_WEB_IDENTITY_TOKEN_FILE");
    found = load();
    EXPECT_EQ(found.error().code(), errc::credentials_not_configured);
    EXPECT_EQ(found.error().message(), "neither AWS_WEB_IDENTITY_TOKEN_FILE nor AWS_ROLE_ARN is set");
    machine.set("AWS_ROLE_ARN", "arn");
    found = load();
    EXPECT_EQ(found.error().code(), errc::credentials_not_configured);
    EXPECT_EQ(found.error().message(), "AWS_ROLE_ARN is set, but AWS_WEB_IDENTITY_TOKEN_FILE is not");
    EXPECT_TRUE(machine.files_read().empty());
}

TEST_F(web_identity_provider_test, a_token_that_cannot_be_had_stops_the_chain_and_names_the_file) {
    auto const broken = [&](std::string const& why) {
        auto const found = load();
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code(), errc::credentials_failed);
        EXPECT_THAT(said(found), HasSubstr("/var/token (AWS_WEB_IDENTITY_TOKEN_FILE) " + why));
        EXPECT_TRUE(origins.empty());
    };
    machine.file("/var/token", "");
    broken("is empty");
    machine.file("/var/token", " \n");
    broken("is empty");
    machine.unreadable("/var/token", "Permission denied");
    broken("cannot be read: Permission denied");
    machine.file("/var/token", std::string(20'001, 'h'));
    broken("is 20001 bytes long");
    machine.set("AWS_WEB_IDENTITY_TOKEN_FILE", "/gone");
    EXPECT_THAT(said(load()), HasSubstr("/gone (AWS_WEB_IDENTITY_TOKEN_FILE) is not there"));
}

TEST_F(web_identity_provider_test, the_token_is_read_anew_each_time) {
    web_identity_provider provider(outside(), {"default", ""}, "");
    give_keys("w");
    EXPECT_TRUE(support::run(provider.load()));
    machine.file("/var/token", "hush.two");
    give_keys("w");
    EXPECT_TRUE(support::run(provider.load()));
    EXPECT_THAT(request(0).body, HasSubstr("hush.one%0A"));
    EXPECT_THAT(request(1).body, testing::EndsWith("hush.two"));
}

TEST_F(web_identity_provider_test, endpoint_and_region_come_from_the_caller_environment_and_files) {
    machine.unset("AWS_REGION").config("[default]\nregion = ap-south-1\n");
    give_keys("w");
    EXPECT_TRUE(load());
    region = "eu-north-1";
    give_keys("w");
    EXPECT_TRUE(load());
    machine.config("[default]\nservices = s\n[services s]\nsts =\n  endpoint_url = http://local:1\n");
    give_keys("w");
    EXPECT_TRUE(load());
    machine.set("AWS_ENDPOINT_URL_STS", "http://local:2");
    give_keys("w");
    EXPECT_TRUE(load());
    EXPECT_THAT(origins,
                ElementsAre("https://sts.ap-south-1.amazonaws.com:443",
                            "https://sts.eu-north-1.amazonaws.com:443", "http://local:1", "http://local:2"));
}

TEST_F(web_identity_provider_test, files_that_do_not_parse_leave_the_environment_alone) {
    machine.config("[default]\nregion hush\n");
    give_keys("w");
    EXPECT_TRUE(load());
    EXPECT_THAT(origins, ElementsAre("https://sts.eu-west-1.amazonaws.com:443"));
    EXPECT_THAT(machine.log(), testing::Contains(HasSubstr("/home/u/.aws/config:2")));
}

TEST_F(web_identity_provider_test, a_refusal_stops_the_chain) {
    refuse(400, "ExpiredTokenException", "Token expired");
    auto const found = load();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::credentials_failed);
    EXPECT_THAT(said(found), HasSubstr("ExpiredTokenException: Token expired"));
}

}  // namespace
}  // namespace ddbsnap
