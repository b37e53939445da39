#include "credentials/profile_sources.hpp"
#include "support/source_fixture.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr auto session_file = "/home/u/.aws/sso/cache/34c6fceca75e456f25e7e99531e2425c6c1de443.json";
constexpr auto legacy_file = "/home/u/.aws/sso/cache/dace00cba5f8355ec9d274ceb2bcebdfbeed0e12.json";
constexpr auto role_keys =
    R"({"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"hush-k","sessionToken":"hush-t","expiration":1795438800000}})";

struct sso_credentials_test : test::source_fixture {
    sso_credentials_test() { profile(""); }

    void profile(std::string const& more) {
        machine.config(
            "[sso-session dev]\nsso_region = eu-west-1\nsso_start_url = https://corp/start\n"
            "[profile dev]\nsso_session = dev\nsso_account_id = 111122223333\nsso_role_name = Read/Only\n" +
            more);
    }
    void legacy_profile() {
        machine.config(
            "[profile dev]\nsso_start_url = https://ssotest.awsapps.com/start\nsso_region = us-gov-west-1\n"
            "sso_account_id = 111122223333\nsso_role_name = R\n");
    }
    void token(std::string const& expires_at, std::string const& more = {}) {
        machine.file(session_file,
                     fmt::format(R"({{"accessToken":"hush-a","expiresAt":"{}"{}}})", expires_at, more));
    }
    void refreshable_token(std::string const& expires_at) {
        token(expires_at, R"(,"refreshToken":"hush-r","clientId":"c","clientSecret":"hush-s",)"
                          R"("registrationExpiresAt":"2027-01-01T00:00:00Z")");
    }
    result<credentials> ask() {
        return source_fixture::ask([](world const& here, aws::config_settings const& profile) {
            return sso_credentials(here, profile, profile);
        });
    }
    failure problem() {
        auto found = ask();
        EXPECT_FALSE(found);
        return found ? failure(errc::not_supported, "it gave keys") : std::move(found).error();
    }
};

TEST_F(sso_credentials_test, a_token_of_the_cache_is_exchanged_for_keys) {
    token("2026-11-23T13:00:00Z");
    answer(200, role_keys);
    auto const found = ask();
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->access_key_id, "ASIASSO");
    EXPECT_EQ(found->secret_access_key.reveal(), "hush-k");
    EXPECT_EQ(found->session_token.reveal(), "hush-t");
    EXPECT_EQ(found->expiration, parse_iso8601("2026-11-23T13:00:00Z"));
    EXPECT_EQ(found->account_id, "111122223333");
    EXPECT_EQ(found->source, "SSO of profile dev (/home/u/.aws/config:5)");
    EXPECT_THAT(request(),
                StartsWith("GET /federation/credentials?role_name=Read%2FOnly&account_id=111122223333 "
                           "HTTP/1.1\r\nHost: portal.sso.eu-west-1.amazonaws.com\r\n"));
    EXPECT_THAT(request(), HasSubstr("\r\nx-amz-sso_bearer_token: hush-a\r\n"));
    EXPECT_THAT(request(), Not(HasSubstr("Authorization")));
    EXPECT_EQ(network.requests.size(), 1u);
}

TEST_F(sso_credentials_test, the_older_form_has_its_token_under_the_start_url) {
    legacy_profile();
    machine.file(legacy_file, R"({"accessToken":"hush-a","expiresAt":"2026-11-23T12:00:01Z"})");
    answer(200, role_keys);
    ASSERT_TRUE(ask());
    EXPECT_THAT(request(), HasSubstr("Host: portal.sso.us-gov-west-1.amazonaws.com\r\n"));
}

TEST_F(sso_credentials_test, an_expired_token_of_the_older_form_is_an_error_without_a_request) {
    legacy_profile();
    machine.file(legacy_file,
                 R"({"accessToken":"hush-a","expiresAt":"2026-11-23T12:00:00Z","refreshToken":"hush-r",)"
                 R"("clientId":"c","clientSecret":"hush","registrationExpiresAt":"2027-01-01T00:00:00Z"})");
    auto const f = problem();
    EXPECT_EQ(f.code(), errc::credentials_failed);
    EXPECT_EQ(f.to_string(),
              std::string("SSO of profile dev (/home/u/.aws/config:2): the token of start URL "
                          "https://ssotest.awsapps.com/start expired at 2026-11-23T12:00:00Z (") +
                  legacy_file + "); run `aws sso login --profile dev`");
    EXPECT_EQ(network.connected, 0);
}

TEST_F(sso_credentials_test, a_token_that_is_not_there_or_unusable_asks_for_a_login) {
    auto f = problem();
    EXPECT_EQ(f.code(), errc::credentials_failed);
    EXPECT_THAT(f.message(), HasSubstr(std::string("there is no token of sso-session dev (") + session_file));
    EXPECT_EQ(f.details().next_step, "run `aws sso login --profile dev`");
    for (std::string const& bytes :
         {std::string("hush"), std::string("\xff\xfe hush"), std::string(3, '\0'),
          std::string(R"({"accessToken":"hush\r\nHost: x","expiresAt":"2027-01-01T00:00:00Z"})")}) {
        machine.file(session_file, bytes);
        f = problem();
        EXPECT_EQ(f.code(), errc::credentials_failed);
        EXPECT_THAT(f.message(), HasSubstr("is unusable"));
        EXPECT_EQ(f.details().next_step, "run `aws sso login --profile dev`");
    }
    machine.unreadable(session_file, "Permission denied");
    f = problem();
    EXPECT_EQ(f.code(), errc::credentials_failed);
    EXPECT_THAT(f.to_string(), HasSubstr("cannot be read: Permission denied"));
    EXPECT_EQ(network.connected, 0);
}

TEST_F(sso_credentials_test, without_a_home_the_cache_cannot_be_found) {
    machine.set("AWS_CONFIG_FILE", "/home/u/.aws/config").unset("HOME");
    auto const f = problem();
    EXPECT_EQ(f.code(), errc::credentials_failed);
    EXPECT_THAT(f.message(), EndsWith("the token cache cannot be found: HOME is not set"));
}

TEST_F(sso_credentials_test, a_token_that_ends_soon_is_refreshed_and_its_file_replaced) {
    refreshable_token("2026-11-23T12:05:00Z");
    answer(200,
           R"({"accessToken":"hush-new","expiresIn":3600,"refreshToken":"hush-r2","tokenType":"Bearer"})");
    answer(200, role_keys);
    auto const found = ask();
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_THAT(request(0), StartsWith("POST /token HTTP/1.1\r\nHost: oidc.eu-west-1.amazonaws.com\r\n"));
    EXPECT_THAT(request(0), HasSubstr("Content-Type: application/json\r\n"));
    EXPECT_THAT(request(0), EndsWith(R"({"clientId":"c","clientSecret":"hush-s","grantType":"refresh_token",)"
                                     R"("refreshToken":"hush-r"})"));
    EXPECT_THAT(request(1), HasSubstr("x-amz-sso_bearer_token: hush-new\r\n"));
    ASSERT_EQ(machine.files_replaced().size(), 1u);
    EXPECT_EQ(machine.files_replaced()[0].first, session_file);
    EXPECT_EQ(machine.files_replaced()[0].second,
              R"({"accessToken":"hush-new","expiresAt":"2026-11-23T13:00:00Z","refreshToken":"hush-r2",)"
              R"("clientId":"c","clientSecret":"hush-s","registrationExpiresAt":"2027-01-01T00:00:00Z"})");
}

TEST_F(sso_credentials_test, a_token_that_cannot_be_kept_is_used_all_the_same) {
    refreshable_token("2026-11-23T11:00:00Z");
    machine.read_only("read-only file system");
    answer(200, R"({"accessToken":"hush-new","expiresIn":3600})");
    answer(200, role_keys);
    ASSERT_TRUE(ask());
    EXPECT_THAT(machine.log(), testing::Contains(HasSubstr("could not be kept: read-only file system")));
}

TEST_F(sso_credentials_test, a_failed_refresh_is_tolerated_while_the_token_works) {
    refreshable_token("2026-11-23T12:04:00Z");
    answer(400, R"({"error":"invalid_grant","error_description":"no hush-r"})");
    answer(200, role_keys);
    ASSERT_TRUE(ask());
    EXPECT_THAT(request(1), HasSubstr("x-amz-sso_bearer_token: hush-a\r\n"));
    EXPECT_TRUE(machine.files_replaced().empty());
    EXPECT_THAT(machine.log(), testing::Contains(HasSubstr("the old one works until 2026-11-23T12:04:00Z")));
    // and not tried again at once
    answer(200, role_keys);
    ASSERT_TRUE(ask());
    EXPECT_THAT(request(2), StartsWith("GET "));
    machine.now(noon + std::chrono::seconds(30));
    answer(200, R"({"accessToken":"hush-new","expiresIn":3600})");
    answer(200, role_keys);
    ASSERT_TRUE(ask());
    EXPECT_THAT(request(3), StartsWith("POST "));
}

TEST_F(sso_credentials_test, a_failed_refresh_of_an_expired_token_is_reported) {
    refreshable_token("2026-11-23T12:00:00Z");
    answer(401, R"({"error":"invalid_client","error_description":"client hush-s has gone"})");
    auto const f = problem();
    EXPECT_EQ(f.code(), errc::credentials_failed);
    EXPECT_THAT(f.to_string(), HasSubstr("answered HTTP 401 (invalid_client: client *** has gone)"));
    EXPECT_EQ(f.details().next_step, "run `aws sso login --profile dev`");
    EXPECT_THAT(problem().message(), HasSubstr("failed a moment ago"));
    EXPECT_EQ(network.requests.size(), 1u);
}

TEST_F(sso_credentials_test, an_unreachable_token_service_keeps_its_code) {
    refreshable_token("2026-11-23T12:00:00Z");
    network.fail_at = 0;
    network.fail_with = errc::certificate_rejected;
    EXPECT_EQ(problem().code(), errc::certificate_rejected);
}

TEST_F(sso_credentials_test, what_the_service_refuses_is_told_with_what_to_do) {
    struct row {
        int status;
        char const* body;
        char const* text;
        char const* next;
    } const rows[] = {
        {401, R"({"message":"hush-a is not valid"})", "is not accepted any more",
         "run `aws sso login --profile dev`"},
        {403, R"({"message":"No access"})", "role Read/Only in account 111122223333 is not yours",
         "check sso_account_id"},
        {404, R"({"message":"x"})", "there is no role Read/Only in account 111122223333",
         "check sso_account_id"},
        {400, R"({"message":"x"})", "no keys for role Read/Only", "check sso_region"},
        {302, "", "answered HTTP 302", "check sso_region"},
    };
    for (auto const& [status, body, text, next] : rows) {
        token("2026-11-23T13:00:00Z");
        answer(status, body, "Location: http://hush/\r\nx-amzn-ErrorType: SomeException\r\n");
        auto const f = problem();
        EXPECT_EQ(f.code(), errc::credentials_failed);
        EXPECT_EQ(f.details().http_status, status);
        EXPECT_THAT(f.message(), HasSubstr(text));
        EXPECT_THAT(f.message(), HasSubstr("SomeException"));
        EXPECT_THAT(f.details().next_step, HasSubstr(next));
    }
}

TEST_F(sso_credentials_test, a_busy_or_failing_service_is_asked_three_times) {
    for (int status : {429, 500}) {
        token("2026-11-23T13:00:00Z");
        network.requests.clear();
        for (int i = 0; i != 3; ++i) answer(status, "{}");
        auto const f = problem();
        EXPECT_EQ(f.code(), errc::credentials_failed);
        EXPECT_EQ(f.details().next_step, "try again later");
        EXPECT_EQ(network.requests.size(), 3u);
    }
}

TEST_F(sso_credentials_test, an_answer_without_keys_is_an_error) {
    token("2026-11-23T13:00:00Z");
    answer(200, R"({"roleCredentials":{"secretAccessKey":"hush"}})");
    auto const f = problem();
    EXPECT_EQ(f.code(), errc::credentials_failed);
    EXPECT_THAT(f.message(), HasSubstr("gave no usable keys: AccessKeyId is missing"));
}

TEST_F(sso_credentials_test, endpoints_flags_and_services_of_the_profile_count) {
    token("2026-11-23T13:00:00Z");
    profile("use_fips_endpoint = true\nuse_dualstack_endpoint = true\n");
    answer(200, role_keys);
    ASSERT_TRUE(ask());
    EXPECT_THAT(request(0), HasSubstr("Host: portal.sso-fips.eu-west-1.api.aws\r\n"));
    machine.set("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:8080/prefix/")
        .set("AWS_ENDPOINT_URL_SSO_OIDC", "http://127.0.0.1:8081");
    refreshable_token("2026-11-23T12:00:00Z");
    answer(200, R"({"accessToken":"hush-new","expiresIn":3600})");
    answer(200, role_keys);
    ASSERT_TRUE(ask());
    EXPECT_THAT(request(1), StartsWith("POST /token HTTP/1.1\r\nHost: 127.0.0.1:8081\r\n"));
    EXPECT_THAT(request(2), StartsWith("GET /prefix/federation/credentials?role_name="));
}

TEST_F(sso_credentials_test, broken_settings_are_told_before_anything_is_read) {
    machine.config("[profile dev]\nsso_session = gone\nsso_account_id = 1\nsso_role_name = R\n");
    EXPECT_EQ(problem().code(), errc::invalid_configuration);
    machine.config("[profile dev]\nsso_session = gone\n");
    EXPECT_EQ(problem().code(), errc::invalid_configuration);
    machine.config("[profile dev]\nsso_start_url = https://corp/start\n");
    EXPECT_EQ(problem().code(), errc::credentials_not_configured);
}

}  // namespace
}  // namespace ddbsnap
