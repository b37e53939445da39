#include "aws/sso_token.hpp"

#include "aws/sso_documents.hpp"
#include "core/time_text.hpp"

#include <gmock/gmock.h>

namespace ddbsnap::aws {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

system_time const now = *parse_iso8601("2026-11-23T12:00:00Z");

constexpr auto whole = R"({"startUrl": "https://corp/start", "region": "eu-west-1", "accessToken": "hush-a",
 "expiresAt": "2026-11-23T13:00:00Z", "clientId": "client", "clientSecret": "hush-s",
 "registrationExpiresAt": "2027-01-01T00:00:00Z", "refreshToken": "hush-r", "scopes": ["sso:account:access"]})";

TEST(sso_cache_file_name, is_the_sha1_of_session_or_start_url) {
    EXPECT_EQ(sso_cache_file_name("dev"), "34c6fceca75e456f25e7e99531e2425c6c1de443.json");
    EXPECT_EQ(sso_cache_file_name("https://ssotest.awsapps.com/start"),
              "dace00cba5f8355ec9d274ceb2bcebdfbeed0e12.json");
}

TEST(sso_token, is_read_whatever_the_case_of_its_names) {
    for (
        std::string text :
        {std::string(whole), [] {
             std::string upper(whole);
             for (auto const* name : {"accessToken", "expiresAt", "clientId", "clientSecret", "refreshToken"})
                 upper.replace(upper.find(name), 1, 1, static_cast<char>(name[0] - 'a' + 'A'));
             return upper;
         }()}) {
        auto const token = parse_sso_token(text);
        ASSERT_TRUE(token) << token.error().message();
        EXPECT_EQ(token->access_token.reveal(), "hush-a");
        EXPECT_EQ(token->expires_at, now + 1h);
        EXPECT_EQ(token->client_id, "client");
        EXPECT_EQ(token->client_secret.reveal(), "hush-s");
        EXPECT_EQ(token->refresh_token.reveal(), "hush-r");
        EXPECT_EQ(token->registration_expires_at, parse_iso8601("2027-01-01T00:00:00Z"));
    }
}

TEST(sso_token, times_of_older_releases_of_the_aws_cli_are_read) {
    auto const token = parse_sso_token(R"({"accessToken":"t","expiresAt":"2026-11-23T13:00:00UTC"})");
    ASSERT_TRUE(token) << token.error().message();
    EXPECT_EQ(token->expires_at, now + 1h);
}

TEST(sso_token, what_is_wrong_is_named_and_nothing_of_it_quoted) {
    std::pair<std::string, char const*> const rows[] = {
        {R"({"expiresAt":"2026-11-23T13:00:00Z"})", "accessToken is missing"},
        {R"({"accessToken":"hush"})", "expiresAt is missing"},
        {R"({"accessToken":"hush","expiresAt":"hush"})", "expiresAt is not a time"},
        {R"({"accessToken":"hush\r\nX: y","expiresAt":"2026-11-23T13:00:00Z"})", "cannot be sent"},
        {R"({"accessToken":"hush\u0000","expiresAt":"2026-11-23T13:00:00Z"})", "cannot be sent"},
        {R"({"accessToken":["hush"],"expiresAt":"2026-11-23T13:00:00Z"})", "a string was expected"},
        {"{\"accessToken\":\"\xff\"}", "a string is malformed"},
        {R"({"deep":)" + std::string(100'000, '['), "a value is malformed"},
        {"hush", "an object was expected"},
        {"", "an object was expected"},
    };
    for (auto const& [text, problem] : rows) {
        auto const token = parse_sso_token(text);
        ASSERT_FALSE(token) << text.substr(0, 200);
        EXPECT_THAT(token.error().message(), HasSubstr(problem));
        EXPECT_THAT(token.error().message(), Not(HasSubstr("hush")));
    }
}

struct verdict_row {
    char const* what;
    std::chrono::seconds left;
    token_verdict verdict;
    bool may_refresh = true;
    std::optional<std::chrono::seconds> since_attempt{};
    char const* without = nullptr;
    std::chrono::seconds registration = 24h;
};

TEST(sso_token, is_refreshed_when_it_ends_soon_and_can_be) {
    verdict_row const rows[] = {
        {"lasts", 301s, token_verdict::use},
        {"ends in five minutes", 300s, token_verdict::refresh},
        {"has ended", -1h, token_verdict::refresh},
        {"older form, ends soon", 1s, token_verdict::use, false},
        {"older form, ends now", 0s, token_verdict::expired, false},
        {"no refresh token", 100s, token_verdict::use, true, {}, "refreshToken"},
        {"no refresh token, ended", 0s, token_verdict::expired, true, {}, "refreshToken"},
        {"no client", 0s, token_verdict::expired, true, {}, "clientId"},
        {"no secret", 0s, token_verdict::expired, true, {}, "clientSecret"},
        {"no registration", 0s, token_verdict::expired, true, {}, "registrationExpiresAt"},
        {"registration ended", 0s, token_verdict::expired, true, {}, nullptr, 0s},
        {"just tried, works", 100s, token_verdict::use, true, 29s},
        {"just tried, ended", 0s, token_verdict::too_soon, true, 29s},
        {"tried before", 100s, token_verdict::refresh, true, 30s},
        {"tried in the future", 100s, token_verdict::refresh, true, -1s},
    };
    for (auto const& row : rows) {
        std::string text(whole);
        if (row.without) text.replace(text.find(row.without), 1, "_");
        auto token = parse_sso_token(text).value();
        token.expires_at = now + row.left;
        if (token.registration_expires_at) token.registration_expires_at = now + row.registration;
        auto const last =
            row.since_attempt ? std::optional<system_time>(now - *row.since_attempt) : std::nullopt;
        EXPECT_EQ(judge_sso_token(token, now, row.may_refresh, last), row.verdict) << row.what;
    }
}

TEST(sso_token, a_refresh_changes_three_members_of_its_file_and_keeps_the_rest) {
    auto token = apply_token_answer(
        parse_sso_token(whole).value(),
        R"({"tokenType":"Bearer","accessToken":"hush-n","expiresIn":28800,"refreshToken":"hush-m"})", now);
    ASSERT_TRUE(token) << token.error().message();
    EXPECT_EQ(
        write_sso_token(*token).value(),
        R"({"startUrl":"https://corp/start","region":"eu-west-1","accessToken":"hush-n",)"
        R"("expiresAt":"2026-11-23T20:00:00Z","clientId":"client","clientSecret":"hush-s",)"
        R"("registrationExpiresAt":"2027-01-01T00:00:00Z","refreshToken":"hush-m","scopes":["sso:account:access"]})");
}

TEST(sso_token, an_answer_without_refresh_token_keeps_the_old_one) {
    auto const token = apply_token_answer(parse_sso_token(whole).value(),
                                          R"({"accessToken":"n","expiresIn":60,"refreshToken":null})", now);
    ASSERT_TRUE(token) << token.error().message();
    EXPECT_EQ(token->refresh_token.reveal(), "hush-r");
    EXPECT_EQ(token->expires_at, now + 60s);
}

TEST(sso_token, an_answer_that_gives_no_token_is_refused) {
    for (auto const* body :
         {"", "{}", R"({"accessToken":"n"})", R"({"accessToken":"n","expiresIn":0})",
          R"({"accessToken":"n","expiresIn":-5})", R"({"accessToken":"n","expiresIn":"60"})",
          R"({"accessToken":"n","expiresIn":99999999999999999})", R"({"accessToken":"a b","expiresIn":60})",
          R"({"expiresIn":60})"})
        EXPECT_FALSE(apply_token_answer(parse_sso_token(whole).value(), body, now)) << body;
}

TEST(sso_token, the_request_for_a_refresh_is_that_of_the_api) {
    EXPECT_EQ(
        write_token_request(parse_sso_token(whole).value()),
        R"({"clientId":"client","clientSecret":"hush-s","grantType":"refresh_token","refreshToken":"hush-r"})");
}

TEST(role_credentials, are_read_with_their_end_in_milliseconds) {
    auto const keys = parse_role_credentials(
        R"({"roleCredentials":{"accessKeyId":"ASIAX","secretAccessKey":"hush","sessionToken":"hush-t","expiration":1795435200123}})");
    ASSERT_TRUE(keys) << keys.error().message();
    EXPECT_EQ(keys->access_key_id, "ASIAX");
    EXPECT_EQ(format_iso8601(*keys->expiration), "2026-11-23T12:00:00.123Z");
}

TEST(role_credentials, that_are_incomplete_are_refused) {
    std::pair<char const*, char const*> const rows[] = {
        {"{}", "AccessKeyId is missing"},
        {R"({"roleCredentials":null})", "an object was expected"},
        {R"({"roleCredentials":{"accessKeyId":"A","secretAccessKey":"hush","expiration":1}})",
         "sessionToken is missing"},
        {R"({"roleCredentials":{"accessKeyId":"A","secretAccessKey":"hush","sessionToken":"hush"}})",
         "expiration is missing"},
        {R"({"roleCredentials":{"accessKeyId":"A","secretAccessKey":"hush","sessionToken":"hush","expiration":-1}})",
         "expiration is not a time"},
        {"<html>", "an object was expected"},
    };
    for (auto const& [body, problem] : rows) {
        auto const keys = parse_role_credentials(body);
        ASSERT_FALSE(keys) << body;
        EXPECT_THAT(keys.error().message(), HasSubstr(problem));
        EXPECT_THAT(keys.error().message(), Not(HasSubstr("hush")));
    }
}

}  // namespace
}  // namespace ddbsnap::aws
