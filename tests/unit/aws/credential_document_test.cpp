#include "aws/credential_document.hpp"

#include "core/time_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using testing::HasSubstr;
using testing::Not;

// As in the EC2 User Guide, but for the values.
constexpr auto instance_document = R"({
  "Code" : "Success",
  "LastUpdated" : "2021-09-20T22:16:53Z",
  "Type" : "AWS-HMAC",
  "AccessKeyId" : "ASIAIMDS",
  "SecretAccessKey" : "hush-secret",
  "Token" : "hush-token==",
  "Expiration" : "2021-09-21T04:16:53Z"
})";

/// A good document with one member written otherwise.
std::string with(std::string const& member, std::string const& json) {
    std::string text = "{";
    for (auto const& [name, value] : std::initializer_list<std::pair<std::string, std::string>>{
             {"AccessKeyId", "\"ASIADOC\""},
             {"SecretAccessKey", "\"hush-secret\""},
             {"Token", "\"hush-token\""},
             {"Expiration", "\"2026-11-23T10:00:00Z\""}})
        text += "\"" + name + "\":" + (name == member ? json : value) + ",";
    return text + "\"Type\":\"\"}";
}

std::string error_of(std::string_view text, errc expected = errc::malformed_response) {
    auto const document = read_credential_document(text);
    if (document) return "no error";
    EXPECT_EQ(document.error().code(), expected) << document.error().message();
    EXPECT_THAT(document.error().to_string(), Not(HasSubstr("hush")));
    return document.error().message();
}

TEST(credential_document, is_read_as_instance_metadata_writes_it) {
    auto const document = read_credential_document(instance_document);
    ASSERT_TRUE(document) << document.error().message();
    EXPECT_EQ(document->access_key_id, "ASIAIMDS");
    EXPECT_EQ(document->secret_access_key.reveal(), "hush-secret");
    EXPECT_EQ(document->session_token.reveal(), "hush-token==");
    EXPECT_EQ(document->expiration, parse_iso8601("2021-09-21T04:16:53Z"));
    EXPECT_EQ(document->account_id, "");
}

TEST(credential_document, names_have_two_spellings_and_no_case) {
    auto const document = read_credential_document(
        R"({"expiresat":"2026-11-23T12:00:00+02:00","SESSIONTOKEN":"hush-t","accessKeyId":"A",)"
        R"("secretAccessKey":"hush-s","more":[{"deep":1}],"accountId":"123456789012"})");
    ASSERT_TRUE(document) << document.error().message();
    EXPECT_EQ(document->access_key_id, "A");
    EXPECT_EQ(document->session_token.reveal(), "hush-t");
    EXPECT_EQ(document->expiration, parse_iso8601("2026-11-23T10:00:00Z"));
    EXPECT_EQ(document->account_id, "123456789012");
}

TEST(credential_document, the_account_is_its_own_else_that_of_its_role) {
    auto const account = [](std::string const& members) {
        auto text = with("", "");
        text.insert(1, members);
        auto const document = read_credential_document(text);
        return document ? document->account_id : document.error().message();
    };
    EXPECT_EQ(account(R"("RoleArn":"arn:aws:iam::111122223333:role/r",)"), "111122223333");
    EXPECT_EQ(account(R"("AccountId":"444455556666","RoleArn":"arn:aws:iam::111122223333:role/r",)"),
              "444455556666");
    EXPECT_EQ(account(R"("AccountId":"","RoleArn":"arn:aws:iam::111122223333:role/r",)"), "111122223333");
    for (auto const* arn : {"", "arn", "arn:aws:iam:", "arn:aws:iam::", "arn:aws:iam::a.b/c:role"})
        EXPECT_EQ(account(std::string(R"("RoleArn":")") + arn + "\","), "");
    EXPECT_THAT(account(R"("AccountId":"evil.example.com/",)"), HasSubstr("AccountId"));
}

TEST(credential_document, each_of_the_four_members_must_be_there_and_not_be_empty) {
    for (auto const* member : {"AccessKeyId", "SecretAccessKey", "Token", "Expiration"})
        for (auto const* nothing : {"\"\"", "null"}) {
            auto const expected = std::string(member) + " of the credential document is missing";
            EXPECT_EQ(error_of(with(member, nothing)), expected);
        }
    EXPECT_EQ(error_of("{}"), "AccessKeyId of the credential document is missing");
}

TEST(credential_document, an_empty_spelling_leaves_the_other_alone) {
    auto text = with("", "");
    text.insert(text.size() - 1, R"(,"SessionToken":"","ExpiresAt":null)");
    auto const document = read_credential_document(text);
    ASSERT_TRUE(document) << document.error().message();
    EXPECT_EQ(document->session_token.reveal(), "hush-token");
}

TEST(credential_document, other_types_than_strings_are_refused) {
    for (auto const* member : {"AccessKeyId", "SecretAccessKey", "Token", "Expiration"})
        for (auto const* json : {"1", "true", "[\"hush\"]", "{\"hush\":\"hush\"}"})
            EXPECT_THAT(error_of(with(member, json)), HasSubstr("a string was expected"));
}

TEST(credential_document, what_cannot_stand_in_a_header_is_refused) {
    for (auto const* member : {"AccessKeyId", "SecretAccessKey", "Token"})
        for (auto const* json :
             {R"("hush\r\nX-Evil: 1")", R"("hush\n")", R"("hush\u0000x")", R"("\thush")", R"("hush\u007f")"})
            EXPECT_THAT(error_of(with(member, json)), HasSubstr(member)) << json;
    for (auto const* member : {"AccessKeyId", "Token"})
        for (auto const* json : {R"(" hush")", R"("hush ")", R"("hush\u00e9")"})
            EXPECT_THAT(error_of(with(member, json)), HasSubstr(member)) << json;
}

TEST(credential_document, a_time_that_is_none_is_refused_unquoted) {
    for (auto const* time : {R"("hush")", R"("2026-11-23")", R"("2026-13-23T10:00:00Z")",
                             R"("2026-11-23T10:00:00")", R"("1700000000")"})
        EXPECT_THAT(error_of(with("Expiration", time)), HasSubstr("is not a time as"));
}

TEST(credential_document, what_is_no_document_is_refused) {
    auto const good = with("", "");
    for (auto const& text :
         {std::string(), std::string("hush"), std::string("<html>hush</html>"), std::string("[]"),
          good.substr(0, good.size() - 1), good + "{}", good + std::string(1, '\0'),
          std::string("{\"Token\":\"hu\xff\xfesh\"}"), std::string("{\"Token\":\"hush\0\"}", 17),
          std::string("null"), "{\"x\":" + std::string(10'000, '[')})
        EXPECT_THAT(error_of(text), HasSubstr("malformed JSON"));
}

TEST(credential_document, depth_in_what_nobody_asks_for_costs_nothing) {
    auto text = with("", "");
    text.insert(1, "\"x\":" + std::string(10'000, '[') + std::string(10'000, ']') + ",");
    EXPECT_TRUE(read_credential_document(text));
}

TEST(credential_document, a_code_other_than_success_is_an_error_with_its_message) {
    auto const document = read_credential_document(
        R"({"code":"AssumeRoleUnauthorizedAccess","message":"EC2 cannot assume the role\nr",)"
        R"("AccessKeyId":"A"})");
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code(), errc::credentials_failed);
    EXPECT_EQ(document.error().message(), "AssumeRoleUnauthorizedAccess: EC2 cannot assume the role r");
    EXPECT_EQ(document.error().details().service_code, "AssumeRoleUnauthorizedAccess");
    EXPECT_EQ(error_of(R"({"Code":"success"})", errc::credentials_failed), "success");
    EXPECT_EQ(error_of(R"({"Code":""})"), "AccessKeyId of the credential document is missing");
}

TEST(credential_document, an_error_that_repeats_the_secret_sent_is_not_quoted) {
    auto const echo = R"({"Code":"Denied","Message":"your token hush-t is bad"})";
    auto const document = read_credential_document(echo, "hush-t");
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().message(), "Denied");
    EXPECT_EQ(read_error_document(echo, "hush-t")->to_string(), "Denied");
    EXPECT_FALSE(read_error_document(R"({"message":"hush-t"})", "hush-t"));
}

TEST(credential_document, an_error_document_needs_a_code_or_a_message) {
    EXPECT_EQ(read_error_document(R"({"code":"C","message":"M","HTTPErrorCode":400})")->to_string(), "C: M");
    EXPECT_EQ(read_error_document(R"({"Message":"M"})")->to_string(), "M");
    for (auto const* text : {"", "{}", "Not found", R"({"Code":400})", R"({"Code":"C"} x)"})
        EXPECT_FALSE(read_error_document(text)) << text;
}

}  // namespace
}  // namespace ddbsnap::aws
