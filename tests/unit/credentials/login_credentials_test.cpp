#include "aws/json_edit.hpp"
#include "aws/signin_endpoint.hpp"
#include "core/encoding.hpp"
#include "credentials/profile_sources.hpp"
#include "support/login_key.hpp"
#include "support/source_fixture.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr auto file_name = "4b0ba8f99f075c0633e122fd73346ce203a3faf18ea0310eb2d29df1bab2e255.json";
constexpr auto renewed =
    R"({"accessToken":{"accessKeyId":"ASIANEW","secretAccessKey":"hush-n","sessionToken":"hush-nt"},)"
    R"("tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"hush-r2"})";

struct login_credentials_test : test::source_fixture {
    login_credentials_test() {
        machine.config("[profile dev]\nlogin_session = arn:aws:sts::012345678910:assumed-role/Admin/admin\n");
    }
    void token(std::string const& expires_at, std::string const& key = test::login_key_pem) {
        machine.file(std::string("/home/u/.aws/login/cache/") + file_name, document(expires_at, key));
    }
    static std::string document(std::string const& expires_at, std::string const& key = test::login_key_pem) {
        return fmt::format(
            R"({{"accessToken":{{"accessKeyId":"ASIAL","secretAccessKey":"hush-k","sessionToken":"hush-t",)"
            R"("accountId":"012345678910","expiresAt":"{}"}},"refreshToken":"hush-r","clientId":"c","dpopKey":{}}})",
            expires_at, aws::json_string(key));
    }
    result<credentials> ask(std::string const& region = "eu-west-1") {
        return source_fixture::ask([&](world const& here, aws::config_settings const& profile) {
            return login_credentials(here, profile, profile, region);
        });
    }
    failure problem(std::string const& region = "eu-west-1") {
        auto found = ask(region);
        EXPECT_FALSE(found);
        return found ? failure(errc::not_supported, "it gave keys") : std::move(found).error();
    }
};

TEST_F(login_credentials_test, keys_that_last_are_taken_from_the_cache) {
    token("2026-11-23T12:05:01Z");
    auto const found = ask("");
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->access_key_id, "ASIAL");
    EXPECT_EQ(found->secret_access_key.reveal(), "hush-k");
    EXPECT_EQ(found->session_token.reveal(), "hush-t");
    EXPECT_EQ(found->account_id, "012345678910");
    EXPECT_EQ(found->expiration, parse_iso8601("2026-11-23T12:05:01Z"));
    EXPECT_EQ(found->source, "login_session of profile dev in /home/u/.aws/config:2");
    EXPECT_EQ(network.connected, 0);
}

TEST_F(login_credentials_test, the_cache_may_be_elsewhere) {
    machine.set("AWS_LOGIN_CACHE_DIRECTORY", "/var/cache/login")
        .file(std::string("/var/cache/login/") + file_name, document("2026-11-23T13:00:00Z"));
    EXPECT_TRUE(ask());
}

TEST_F(login_credentials_test, keys_that_end_soon_are_refreshed_and_their_file_replaced) {
    token("2026-11-23T12:05:00Z");
    answer(200, renewed);
    auto const found = ask();
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->access_key_id, "ASIANEW");
    EXPECT_EQ(found->secret_access_key.reveal(), "hush-n");
    EXPECT_EQ(found->account_id, "012345678910");
    EXPECT_EQ(found->expiration, parse_iso8601("2026-11-23T12:15:00Z"));
    EXPECT_THAT(request(),
                StartsWith("POST /v1/token HTTP/1.1\r\nHost: eu-west-1.signin.aws.amazon.com\r\n"));
    EXPECT_THAT(request(), HasSubstr("\r\nContent-Type: application/json\r\n"));
    EXPECT_THAT(request(),
                EndsWith(R"({"clientId":"c","grantType":"refresh_token","refreshToken":"hush-r"})"));
    ASSERT_EQ(machine.files_replaced().size(), 1u);
    auto const& [path, bytes] = machine.files_replaced()[0];
    EXPECT_THAT(path, EndsWith(file_name));
    EXPECT_THAT(bytes, HasSubstr(R"("expiresAt":"2026-11-23T12:15:00Z")"));
    EXPECT_THAT(bytes, HasSubstr(R"("refreshToken":"hush-r2")"));
    EXPECT_THAT(bytes, HasSubstr(R"("dpopKey":"-----BEGIN EC PRIVATE KEY-----\n)"));
    // The next one finds the new keys.
    auto const again = ask();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->access_key_id, "ASIANEW");
    EXPECT_EQ(network.requests.size(), 1u);
}

TEST_F(login_credentials_test, the_proof_names_the_url_and_the_time_of_the_request) {
    token("2026-11-23T11:00:00Z");
    machine.set("AWS_ENDPOINT_URL_SIGNIN", "http://127.0.0.1:8080/signin");
    answer(200, renewed);
    ASSERT_TRUE(ask(""));
    EXPECT_THAT(request(), StartsWith("POST /signin/v1/token HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"));
    auto const begin = request().find("\r\nDPoP: ");
    ASSERT_NE(begin, std::string::npos);
    auto proof = request().substr(begin + 8);
    proof.resize(proof.find("\r\n"));
    auto claims = proof.substr(proof.find('.') + 1);
    claims.resize(claims.find('.'));
    while (claims.size() % 4 != 0) claims += '=';
    std::string json;
    ASSERT_TRUE(append_from_base64(json, claims)) << claims;
    EXPECT_THAT(json,
                HasSubstr(R"("htm":"POST","htu":"http://127.0.0.1:8080/signin/v1/token","iat":1795435200})"));
}

TEST_F(login_credentials_test, a_token_that_is_not_there_or_unusable_asks_for_a_login) {
    auto f = problem();
    EXPECT_EQ(f.code(), errc::credentials_failed);
    EXPECT_EQ(f.to_string(),
              std::string("login_session of profile dev in /home/u/.aws/config:2: there is no token "
                          "(/home/u/.aws/login/cache/") +
                  file_name + "); run `aws login --profile dev`");
    machine.file(std::string("/home/u/.aws/login/cache/") + file_name, "hush");
    f = problem();
    EXPECT_EQ(f.code(), errc::credentials_failed);
    EXPECT_THAT(f.message(), HasSubstr("is unusable: malformed JSON"));
    token("2026-11-23T11:00:00Z", "hush");
    f = problem();
    EXPECT_EQ(f.code(), errc::credentials_failed);
    EXPECT_THAT(f.message(), HasSubstr("dpopKey in "));
    machine.unreadable(std::string("/home/u/.aws/login/cache/") + file_name, "Permission denied");
    EXPECT_THAT(problem().message(), HasSubstr("cannot be read: Permission denied"));
    machine.set("AWS_CONFIG_FILE", "/home/u/.aws/config").unset("HOME");
    EXPECT_THAT(problem().message(), HasSubstr("HOME is not set"));
    EXPECT_EQ(network.connected, 0);
}

TEST_F(login_credentials_test, a_denied_refresh_of_expired_keys_asks_for_a_login) {
    std::pair<char const*, char const*> const rows[] = {
        {"TOKEN_EXPIRED", "the session has ended"},
        {"USER_CREDENTIALS_CHANGED", "was changed"},
        {"INSUFFICIENT_PERMISSIONS", "may not refresh"},
        {"AUTHCODE_EXPIRED", "has expired"},
    };
    for (auto const& [reason, meaning] : rows) {
        token("2026-11-23T12:00:00Z");
        answer(401, fmt::format(R"({{"error":"{}","message":"not with hush-r"}})", reason));
        auto const f = problem();
        EXPECT_EQ(f.code(), errc::credentials_failed);
        EXPECT_THAT(f.message(), HasSubstr(reason));
        EXPECT_THAT(f.message(), HasSubstr(meaning));
        EXPECT_EQ(f.details().next_step, "run `aws login --profile dev`");
        EXPECT_TRUE(machine.files_replaced().empty());
        machine.now(machine.outside().now() + std::chrono::seconds(30));
    }
}

TEST_F(login_credentials_test, keys_that_still_work_outlive_a_failed_refresh) {
    token("2026-11-23T12:04:00Z");
    for (int i = 0; i != 3; ++i) answer(500, "{}");
    auto found = ask();
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->access_key_id, "ASIAL");
    EXPECT_THAT(machine.log(), testing::Contains(HasSubstr("the old ones work until 2026-11-23T12:04:00Z")));
    found = ask();
    EXPECT_TRUE(found);
    EXPECT_EQ(network.requests.size(), 3u) << "it is not asked again at once";
}

TEST_F(login_credentials_test, each_attempt_has_a_proof_of_its_own) {
    token("2026-11-23T12:00:00Z");
    answer(503, "{}");
    answer(200, renewed);
    ASSERT_TRUE(ask());
    ASSERT_EQ(network.requests.size(), 2u);
    EXPECT_NE(request(0), request(1));
}

TEST_F(login_credentials_test, without_a_region_nobody_can_be_asked) {
    token("2026-11-23T12:00:00Z");
    auto const f = problem("");
    EXPECT_EQ(f.code(), errc::invalid_configuration);
    EXPECT_THAT(f.to_string(), HasSubstr("set AWS_REGION"));
    EXPECT_EQ(problem("a/b").code(), errc::invalid_configuration);
}

TEST_F(login_credentials_test, each_partition_has_its_own_sign_in) {
    std::pair<char const*, char const*> const rows[] = {
        {"us-east-1", "https://us-east-1.signin.aws.amazon.com/"},
        {"cn-north-1", "https://cn-north-1.signin.amazonaws.cn/"},
        {"us-gov-west-1", "https://us-gov-west-1.signin.amazonaws-us-gov.com/"},
    };
    auto const here = outside();
    auto const files = aws::read_shared_files(here).value();
    aws::config_settings const profile(here, files, "dev");
    for (auto const& [region, url] : rows)
        EXPECT_EQ(aws::signin_endpoint(profile, region).value().text(), url);
}

}  // namespace
}  // namespace ddbsnap
