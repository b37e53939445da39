#include "aws/sts_response.hpp"

#include "core/time_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using testing::HasSubstr;
using testing::Not;

// As in the API reference's example, with other values.
constexpr auto reference_answer = R"(<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <SourceIdentity>Alice</SourceIdentity>
    <AssumedRoleUser>
      <Arn>arn:aws:sts::123456789012:assumed-role/demo/TestAR</Arn>
      <AssumedRoleId>ARO123EXAMPLE123:TestAR</AssumedRoleId>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>
      <SecretAccessKey>hush/secret+key</SecretAccessKey>
      <SessionToken>
       hush/token+9==
      </SessionToken>
      <Expiration>2021-08-16T20:52:53Z</Expiration>
    </Credentials>
    <PackedPolicySize>6</PackedPolicySize>
  </AssumeRoleResult>
  <ResponseMetadata>
    <RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId>
  </ResponseMetadata>
</AssumeRoleResponse>
)";

std::string with_credentials(std::string const& inside) {
    return "<R><XResult><Credentials>" + inside + "</Credentials></XResult></R>";
}

constexpr auto four =
    "<AccessKeyId>A</AccessKeyId><SecretAccessKey>hush</SecretAccessKey>"
    "<SessionToken>hush</SessionToken><Expiration>2021-08-16T20:52:53Z</Expiration>";

void expect_refused(std::string const& xml, std::string const& why) {
    auto const found = read_sts_answer(xml);
    ASSERT_FALSE(found) << xml.substr(0, 200);
    EXPECT_EQ(found.error().code(), errc::credentials_failed);
    EXPECT_THAT(found.error().message(), HasSubstr(why)) << xml.substr(0, 200);
    EXPECT_THAT(found.error().to_string(), Not(HasSubstr("hush")));
}

TEST(sts_response, the_keys_of_the_reference_example) {
    auto const found = read_sts_answer(reference_answer);
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->access_key_id, "ASIAIOSFODNN7EXAMPLE");
    EXPECT_EQ(found->secret_access_key.reveal(), "hush/secret+key");
    EXPECT_EQ(found->session_token.reveal(), "hush/token+9==");
    EXPECT_EQ(format_iso8601(found->expiration.value()), "2021-08-16T20:52:53.000Z");
    EXPECT_EQ(found->account_id, "123456789012");
    EXPECT_EQ(found->source, "");
}

TEST(sts_response, order_prefixes_cdata_comments_and_entities_do_not_matter) {
    auto const found = read_sts_answer(
        "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- x -->"
        "<s:AssumeRoleWithWebIdentityResponse xmlns:s=\"urn:x\"><s:ResponseMetadata/>"
        "<s:AssumeRoleWithWebIdentityResult><s:Audience>sts</s:Audience><s:Credentials>"
        "<s:Expiration>2021-08-16T20:52:53Z</s:Expiration><s:SessionToken><![CDATA[hush<&>token]]></"
        "s:SessionToken>"
        "<s:SecretAccessKey>hush&amp;<!-- cut -->key&#43;</s:SecretAccessKey><s:AccessKeyId>A</s:AccessKeyId>"
        "</s:Credentials></s:AssumeRoleWithWebIdentityResult></s:AssumeRoleWithWebIdentityResponse>");
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->secret_access_key.reveal(), "hush&key+");
    EXPECT_EQ(found->session_token.reveal(), "hush<&>token");
    EXPECT_EQ(found->account_id, "") << "no AssumedRoleUser";
}

TEST(sts_response, every_one_of_the_four_elements_is_required) {
    EXPECT_TRUE(read_sts_answer(with_credentials(four)));
    for (std::string const name : {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}) {
        std::string text = four;
        auto const from = text.find("<" + name + ">");
        auto const to = text.find("</" + name + ">") + name.size() + 3;
        expect_refused(with_credentials(std::string(text).erase(from, to - from)), "no element " + name);
        text.replace(from, to - from, "<" + name + "> </" + name + ">");
        expect_refused(with_credentials(text), "element " + name + " that cannot be one");
        text = four;
        text.replace(from, to - from, "<" + name + ">hush&#13;&#10;X-Other: hush</" + name + ">");
        expect_refused(with_credentials(text), "element " + name + " that cannot be one");
    }
    std::string text = four;
    text.replace(text.find("2021-08-16T20:52:53Z"), 20, "tomorrow");
    expect_refused(with_credentials(text), "Expiration that is not a time");
}

TEST(sts_response, the_account_is_the_fifth_field_of_the_arn) {
    std::pair<char const*, char const*> const rows[] = {
        {"arn:aws-cn:sts::000000000001:assumed-role/a/b", "000000000001"},
        {"arn:aws:sts::123", "123"},
        {"arn:aws:sts::", ""},
        {"arn:aws", ""},
        {"", ""},
        {"arn:aws:sts::a b/../c:x", ""},
    };
    for (auto const& [arn, account] : rows) {
        auto const found =
            read_sts_answer("<R><XResult><AssumedRoleUser><Arn>" + std::string(arn) +
                            "</Arn></AssumedRoleUser><Credentials>" + four + "</Credentials></XResult></R>");
        ASSERT_TRUE(found);
        EXPECT_EQ(found->account_id, account) << arn;
    }
}

TEST(sts_response, what_is_no_such_document_is_refused) {
    auto const whole = std::string(reference_answer);
    for (std::size_t length = 0; length + 3 < whole.size(); length += 7) {
        EXPECT_FALSE(read_sts_answer(whole.substr(0, length))) << length;
        EXPECT_FALSE(read_sts_error(whole.substr(0, length))) << length;
    }
    expect_refused("", "not an XML document");
    expect_refused("{\"hush\": 1}", "not an XML document");
    expect_refused("<html><body>hush</body></html>", "no element Credentials");
    expect_refused(with_credentials(four) + std::string(1, '\0'), "not an XML document");
    expect_refused("\xff\xfe<hush", "not an XML document");
    expect_refused("<a>hush</b>", "not an XML document");
}

TEST(sts_response, declared_entities_and_document_types_are_refused) {
    expect_refused("<!DOCTYPE R [<!ENTITY a \"hush\">]>" + with_credentials(four), "not an XML document");
    expect_refused("<!DOCTYPE R SYSTEM \"file:///etc/passwd\">" + with_credentials(four),
                   "not an XML document");
    expect_refused("<!DOCTYPE " + std::string(100'000, '['), "not an XML document");
    expect_refused("<!DOCTYPE a " + std::string(1000, '<') + ">", "not an XML document");
}

TEST(sts_response, depth_and_size_do_no_harm) {
    constexpr std::size_t depth = 100'000;
    std::string open, closed;
    for (std::size_t i = 0; i < depth; ++i) open += "<a>", closed += "</a>";
    expect_refused(open, "not an XML document");
    expect_refused(open + closed, "no element Credentials");
    expect_refused(with_credentials(open + closed), "no element AccessKeyId");
    EXPECT_FALSE(read_sts_error(open + closed));
    auto const padded = with_credentials(four) + std::string(largest_sts_document, ' ');
    expect_refused(padded, "not an XML document");
}

TEST(sts_response, an_error_has_code_message_and_request_id) {
    auto const said = read_sts_error(R"(<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error>
    <Type>Sender</Type>
    <Code>ExpiredTokenException</Code>
    <Message>Token expired: current date/time 1&lt;2</Message>
  </Error>
  <RequestId>REQUEST-9</RequestId>
</ErrorResponse>)");
    ASSERT_TRUE(said);
    EXPECT_EQ(said->code, "ExpiredTokenException");
    EXPECT_EQ(said->message, "Token expired: current date/time 1<2");
    EXPECT_EQ(said->request_id, "REQUEST-9");
    EXPECT_EQ(read_sts_error("<E><Error><Code>C</Code></Error></E>")->message, "");
    EXPECT_EQ(read_sts_error("<E><Errors><Error><Code>C</Code></Error></Errors></E>")->code, "C");
    EXPECT_FALSE(read_sts_error("<E><Error><Message>m</Message></Error></E>"));
    EXPECT_FALSE(read_sts_error(reference_answer));
    EXPECT_FALSE(read_sts_error("Service Unavailable"));
}

}  // namespace
}  // namespace ddbsnap::aws
