#include "aws/process_document.hpp"

#include "core/time_text.hpp"

#include <gmock/gmock.h>

namespace ddbsnap::aws {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(process_document, gives_all_that_it_can_hold) {
    auto const keys = parse_process_document(
        R"({"Version": 1, "AccessKeyId": "AKIDP", "SecretAccessKey": "hush/+=", "SessionToken": "hush-t",
            "Expiration": "2026-11-23T12:00:00+01:00", "AccountId": "111122223333", "More": [{"a": null}]}
)");
    ASSERT_TRUE(keys) << keys.error().message();
    EXPECT_EQ(keys->access_key_id, "AKIDP");
    EXPECT_EQ(keys->secret_access_key.reveal(), "hush/+=");
    EXPECT_EQ(keys->session_token.reveal(), "hush-t");
    EXPECT_EQ(keys->expiration, parse_iso8601("2026-11-23T11:00:00Z"));
    EXPECT_EQ(keys->account_id, "111122223333");
}

TEST(process_document, needs_version_and_pair_alone_in_any_order_and_case) {
    auto const keys = parse_process_document(
        R"({"secretaccesskey":"hush","SESSIONTOKEN":null,"Expiration":null,"accesskeyid":"AKIDP","version":1})");
    ASSERT_TRUE(keys) << keys.error().message();
    EXPECT_EQ(keys->access_key_id, "AKIDP");
    EXPECT_TRUE(keys->session_token.empty());
    EXPECT_FALSE(keys->expiration);
    EXPECT_EQ(keys->account_id, "");
}

TEST(process_document, what_is_wrong_is_named_and_nothing_of_it_quoted) {
    std::pair<std::string, char const*> const rows[] = {
        {R"({"Version":2,"AccessKeyId":"A","SecretAccessKey":"hush"})", "its Version is 2; only 1 is known"},
        {R"({"Version":1.5,"AccessKeyId":"A","SecretAccessKey":"hush"})", "its Version is 1.5"},
        {R"({"Version":"1","AccessKeyId":"A","SecretAccessKey":"hush"})", "Version is not a number"},
        {R"({"Version":null,"AccessKeyId":"A","SecretAccessKey":"hush"})", "Version is not a number"},
        {R"({"AccessKeyId":"A","SecretAccessKey":"hush"})", "it has no Version"},
        {R"({"Version":1,"SecretAccessKey":"hush"})", "AccessKeyId is missing"},
        {R"({"Version":1,"AccessKeyId":"","SecretAccessKey":"hush"})", "AccessKeyId is missing"},
        {R"({"Version":1,"AccessKeyId":"A","hush":"hush"})", "SecretAccessKey is missing"},
        {R"({"Version":1,"AccessKeyId":7,"SecretAccessKey":"hush"})", "a string was expected"},
        {R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"hush","Expiration":"hush"})",
         "Expiration is not a time"},
        {R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"hush","Expiration":1795432000})",
         "a string was expected"},
        {R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"hush","SessionToken":"hush\r\nHost: evil"})",
         "SessionToken holds characters that cannot be sent"},
        {R"({"Version":1,"AccessKeyId":"A\u0000","SecretAccessKey":"hush"})",
         "AccessKeyId holds characters that cannot be sent"},
        {R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"hush\n"})",
         "SecretAccessKey has control characters"},
        {R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"hush"} hush)", "more follows"},
        {R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"hush)", "a string is malformed"},
        {"\xef\xbb\xbf{}", "an object was expected"},
        {"{\"Version\":1,\"AccessKeyId\":\"\xff\",\"SecretAccessKey\":\"hush\"}", "a string is malformed"},
        {std::string(R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"hush"})") + '\0', "more follows"},
        {"[\"hush\"]", "an object was expected"},
        {"hush", "an object was expected"},
        {"", "an object was expected"},
        {R"({"hush":)" + std::string(100'000, '['), "a value is malformed"},
        {R"({"AccessKeyId":)" + std::string(100'000, '{'), "a string was expected"},
    };
    for (auto const& [text, problem] : rows) {
        auto const keys = parse_process_document(text);
        ASSERT_FALSE(keys) << text.substr(0, 200);
        EXPECT_EQ(keys.error().code(), errc::malformed_response);
        EXPECT_THAT(keys.error().message(), HasSubstr(problem));
        EXPECT_THAT(keys.error().to_string(), Not(HasSubstr("hush")));
    }
}

}  // namespace
}  // namespace ddbsnap::aws
