#include "aws/login_token.hpp"

#include "core/time_text.hpp"

#include <gmock/gmock.h>

namespace ddbsnap::aws {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

system_time const now = *parse_iso8601("2026-11-23T12:00:00Z");

constexpr auto whole =
    R"({"accessToken":{"accessKeyId":"ASIAL","secretAccessKey":"hush","sessionToken":"hush-t",)"
    R"("accountId":"012345678901","expiresAt":"2026-11-23T12:10:00Z"},"tokenType":"aws_sigv4",)"
    R"("refreshToken":"hush-r","idToken":"hush-i","clientId":"arn:aws:signin:::devtools/same-device",)"
    R"("dpopKey":"hush-pem"})";

TEST(login_cache_file_name, is_the_sha256_of_the_trimmed_arn) {
    for (auto const* session : {"arn:aws:sts::012345678910:assumed-role/Admin/admin",
                                " arn:aws:sts::012345678910:assumed-role/Admin/admin\n"})
        EXPECT_EQ(login_cache_file_name(session),
                  "4b0ba8f99f075c0633e122fd73346ce203a3faf18ea0310eb2d29df1bab2e255.json");
}

TEST(login_token, gives_keys_and_what_a_refresh_takes) {
    auto const token = parse_login_token(whole);
    ASSERT_TRUE(token) << token.error().message();
    EXPECT_EQ(token->keys.access_key_id, "ASIAL");
    EXPECT_EQ(token->keys.account_id, "012345678901");
    EXPECT_EQ(token->keys.expiration, now + 10min);
    EXPECT_EQ(token->refresh_token.reveal(), "hush-r");
    EXPECT_EQ(
        write_login_request(*token),
        R"({"clientId":"arn:aws:signin:::devtools/same-device","grantType":"refresh_token","refreshToken":"hush-r"})");
}

TEST(login_token, is_used_while_it_lasts_for_more_than_five_minutes) {
    auto const token = parse_login_token(whole).value();
    EXPECT_TRUE(keys_last(token, now + 4min + 59s));
    EXPECT_FALSE(keys_last(token, now + 5min));
}

TEST(login_token, each_part_that_is_missing_is_named) {
    std::pair<char const*, char const*> const rows[] = {
        {"accessToken", "AccessKeyId is missing"},
        {"accessKeyId", "AccessKeyId is missing"},
        {"secretAccessKey", "SecretAccessKey is missing"},
        {"sessionToken", "sessionToken is missing"},
        {"expiresAt", "expiresAt is missing"},
        {"refreshToken", "refreshToken is missing"},
        {"clientId", "clientId is missing"},
        {"dpopKey", "dpopKey is missing"},
    };
    for (auto const& [name, problem] : rows) {
        std::string text(whole);
        text.replace(text.find(name), 1, "_");
        auto const token = parse_login_token(text);
        ASSERT_FALSE(token) << name;
        EXPECT_EQ(token.error().message(), problem);
    }
}

TEST(login_token, hostile_documents_are_refused_and_not_quoted) {
    std::string const texts[] = {
        "",
        "hush",
        "[]",
        R"({"accessToken":"hush"})",
        R"({"accessToken":)" + std::string(100'000, '['),
        R"({"accessToken":{"accessKeyId":"A","secretAccessKey":"hush","sessionToken":"hush\r\nX: y"}})",
        R"({"accessToken":{"expiresAt":"hush"}})",
        "{\"refreshToken\":\"\xc0\x80\"}",
        std::string("{}\0", 3),
    };
    for (auto const& text : texts) {
        auto const token = parse_login_token(text);
        ASSERT_FALSE(token) << text.substr(0, 100);
        EXPECT_THAT(token.error().message(), Not(HasSubstr("hush")));
    }
}

TEST(login_token, a_refresh_changes_keys_and_refresh_token_and_keeps_the_rest) {
    auto const token = apply_login_answer(
        parse_login_token(whole).value(),
        R"({"accessToken":{"accessKeyId":"ASIAN","secretAccessKey":"hush2","sessionToken":"hush-t2"},)"
        R"("tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"hush-r2"})",
        now);
    ASSERT_TRUE(token) << token.error().message();
    EXPECT_EQ(token->keys.expiration, now + 15min);
    EXPECT_EQ(token->keys.account_id, "012345678901");
    EXPECT_EQ(
        token->document.reveal(),
        R"({"accessToken":{"accessKeyId":"ASIAN","secretAccessKey":"hush2","sessionToken":"hush-t2",)"
        R"("accountId":"012345678901","expiresAt":"2026-11-23T12:15:00Z"},"tokenType":"aws_sigv4",)"
        R"("refreshToken":"hush-r2","idToken":"hush-i","clientId":"arn:aws:signin:::devtools/same-device",)"
        R"("dpopKey":"hush-pem"})");
    EXPECT_TRUE(parse_login_token(std::string(token->document.reveal())));
}

TEST(login_token, an_answer_without_keys_or_time_is_refused) {
    for (auto const* body :
         {"", "{}", R"({"accessToken":{},"expiresIn":900})",
          R"({"accessToken":{"accessKeyId":"A","secretAccessKey":"h","sessionToken":"t"}})",
          R"({"accessToken":{"accessKeyId":"A","secretAccessKey":"h"},"expiresIn":900})",
          R"({"accessToken":{"accessKeyId":"A","secretAccessKey":"h","sessionToken":"t"},"expiresIn":-1})"})
        EXPECT_FALSE(apply_login_answer(parse_login_token(whole).value(), body, now)) << body;
}

}  // namespace
}  // namespace ddbsnap::aws
