#include "credentials_report.hpp"

#include <cstdio>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

namespace ddbsnap::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

credentials long_term() {
    credentials keys;
    keys.access_key_id = "AKIAIOSFODNN7EXAMPLE";
    keys.secret_access_key = secret_string("hush'; echo \"$HOME\" `id` \\n");
    keys.source = "profile dev (/home/u/.aws/credentials)";
    return keys;
}

credentials temporary() {
    auto keys = long_term();
    keys.session_token = secret_string("hush-token");
    keys.expiration = system_time(std::chrono::seconds(1'700'000'000));  // 2023-11-14T22:13:20Z
    keys.account_id = "111122223333";
    return keys;
}

// What /bin/sh makes of the lines, when the variables had other values before.
std::string evaluate(std::string const& lines, std::string const& name) {
    auto const script =
        "AWS_ACCESS_KEY_ID=old; export AWS_SESSION_TOKEN=old AWS_ACCOUNT_ID=old "
        "AWS_CREDENTIAL_EXPIRATION=old\n" +
        lines + "printf %s \"${" + name + "-unset}\"";
    auto* shell = popen(script.c_str(), "r");
    std::string output(1000, '\0');
    output.resize(std::fread(output.data(), 1, output.size(), shell));
    EXPECT_EQ(pclose(shell), 0);
    return output;
}

TEST(credentials_text, says_what_each_provider_answered_and_whose_keys_are_taken) {
    std::vector<provider_answer> answers(2);
    answers[0].provider = "environment";
    answers[0].passed_because = failure(errc::credentials_not_configured, "AWS_ACCESS_KEY_ID is not set");
    answers[1].provider = "profile";
    answers[1].found = temporary();
    auto const keys = temporary();
    EXPECT_EQ(format_credentials_text(answers, &keys),
              "environment  passed: AWS_ACCESS_KEY_ID is not set\n"
              "profile      found AKIA************MPLE, profile dev (/home/u/.aws/credentials), account "
              "111122223333, with a session token, expires 2023-11-14T22:13:20Z\n"
              "Using profile dev (/home/u/.aws/credentials).\n");
}

TEST(credentials_text, tells_broken_from_passed_and_adds_the_next_step) {
    std::vector<provider_answer> answers(1);
    answers[0].provider = "profile";
    answers[0].passed_because = failure(errc::malformed_file, "F:1: no", "mend it");
    EXPECT_EQ(format_credentials_text(answers, nullptr),
              "profile  broken: F:1: no; mend it\nNo credentials.\n");
}

TEST(credentials_text, holds_no_secret) {
    std::vector<provider_answer> answers(1);
    answers[0].found = temporary();
    EXPECT_THAT(format_credentials_text(answers, nullptr), Not(HasSubstr("hush")));
}

TEST(credentials_process, is_one_json_object_with_what_is_known) {
    rapidjson::Document json;
    json.Parse(format_credentials_process(temporary()).c_str());
    ASSERT_TRUE(json.IsObject());
    EXPECT_EQ(json.MemberCount(), 6u);
    EXPECT_EQ(json["Version"].GetInt(), 1);
    EXPECT_STREQ(json["AccessKeyId"].GetString(), "AKIAIOSFODNN7EXAMPLE");
    EXPECT_STREQ(json["SecretAccessKey"].GetString(), "hush'; echo \"$HOME\" `id` \\n");
    EXPECT_STREQ(json["SessionToken"].GetString(), "hush-token");
    EXPECT_STREQ(json["Expiration"].GetString(), "2023-11-14T22:13:20Z");
    EXPECT_STREQ(json["AccountId"].GetString(), "111122223333");
}

TEST(credentials_process, leaves_out_what_is_not_known) {
    rapidjson::Document json;
    json.Parse(format_credentials_process(long_term()).c_str());
    ASSERT_TRUE(json.IsObject());
    EXPECT_EQ(json.MemberCount(), 3u);
}

TEST(credentials_env, evaluates_to_the_very_same_text) {
    auto const lines = format_credentials_env(temporary());
    EXPECT_EQ(evaluate(lines, "AWS_ACCESS_KEY_ID"), "AKIAIOSFODNN7EXAMPLE");
    EXPECT_EQ(evaluate(lines, "AWS_SECRET_ACCESS_KEY"), "hush'; echo \"$HOME\" `id` \\n");
    EXPECT_EQ(evaluate(lines, "AWS_SESSION_TOKEN"), "hush-token");
    EXPECT_EQ(evaluate(lines, "AWS_CREDENTIAL_EXPIRATION"), "2023-11-14T22:13:20Z");
    EXPECT_EQ(evaluate(lines, "AWS_ACCOUNT_ID"), "111122223333");
}

TEST(credentials_env, unsets_what_would_survive_of_earlier_keys) {
    auto const lines = format_credentials_env(long_term());
    for (auto const* name : {"AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID"})
        EXPECT_EQ(evaluate(lines, name), "unset") << name;
}

}  // namespace
}  // namespace ddbsnap::cli
