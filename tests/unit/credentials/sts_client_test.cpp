#include "credentials/sts_client.hpp"

#include "core/time_text.hpp"
#include "support/sts_fixture.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

using test::said;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// The client ends before the loop does, as its connections must.
boost::asio::awaitable<result<credentials>> assume_with(world outside, aws::service_endpoint where,
                                                        aws::assume_role_request const& role,
                                                        credentials const& by) {
    sts_client client(outside, std::move(where));
    co_return co_await client.assume_role(role, by);
}

boost::asio::awaitable<result<credentials>> exchange_with(world outside, aws::service_endpoint where,
                                                          aws::web_identity_request const& identity) {
    sts_client client(outside, std::move(where));
    co_return co_await client.assume_role_with_web_identity(identity);
}

struct sts_client_test : test::sts_fixture {
    aws::service_endpoint where{{"https", "sts.eu-west-1.amazonaws.com", 443, "/"}, "eu-west-1"};
    credentials by;
    aws::assume_role_request role{{"arn:aws:iam::123456789012:role/x", "role_arn"},
                                  {"me@here", "role_session_name"}};
    aws::web_identity_request identity{{"arn:aws:iam::123456789012:role/x", "AWS_ROLE_ARN"}, {"me", "name"}};

    sts_client_test() {
        by.access_key_id = "AKIDBASE";
        by.secret_access_key = secret_string("hush-base");
        by.source = "environment";
        identity.token = secret_string("hush.tok-en_~\n");
    }

    result<credentials> assume() { return support::run(assume_with(outside(), where, role, by)); }
    result<credentials> exchange() { return support::run(exchange_with(outside(), where, identity)); }
};

TEST_F(sts_client_test, assume_role_is_signed_as_botocore_signs_it) {
    // Signatures by botocore 1.43 for the same headers, body, keys and time.
    by.session_token = secret_string("hush/base+token==");
    give_keys("one");
    auto const found = assume();
    ASSERT_TRUE(found) << said(found);
    EXPECT_EQ(found->access_key_id, "ASIAone");
    EXPECT_EQ(found->secret_access_key.reveal(), "hush-one");
    EXPECT_EQ(found->session_token.reveal(), "hush-token-one");
    EXPECT_EQ(found->account_id, "123456789012");
    EXPECT_EQ(format_iso8601(found->expiration.value()), "2026-01-02T04:04:05.000Z");
    auto const r = request(0);
    EXPECT_EQ(r.request_line(), "POST / HTTP/1.1");
    EXPECT_EQ(r.header("Host"), "sts.eu-west-1.amazonaws.com");
    EXPECT_EQ(r.header("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(r.header("X-Amz-Security-Token"), "hush/base+token==");
    EXPECT_EQ(r.header("X-Amz-Date"), "20260102T030405Z");
    EXPECT_EQ(r.header("Authorization"),
              "AWS4-HMAC-SHA256 Credential=AKIDBASE/20260102/eu-west-1/sts/aws4_request, "
              "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, "
              "Signature=523a7fa703117fc6758c3cb5abd8b95d37338b2de7e9bbfbb46128c92f5b4302");
    EXPECT_EQ(r.body,
              "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fx"
              "&RoleSessionName=me%40here");
    EXPECT_THAT(origins, ElementsAre("https://sts.eu-west-1.amazonaws.com:443"));
}

TEST_F(sts_client_test, the_global_endpoint_is_signed_for_us_east_1) {
    where = {{"https", "sts.amazonaws.com", 443, "/"}, "us-east-1"};
    give_keys("one");
    EXPECT_TRUE(assume());
    EXPECT_EQ(request(0).header("Authorization"),
              "AWS4-HMAC-SHA256 Credential=AKIDBASE/20260102/us-east-1/sts/aws4_request, "
              "SignedHeaders=content-type;host;x-amz-date, "
              "Signature=7fb7ca1b486a2368be72759560d6ab8ed5705020dca8c2a59ee380ed1c7922ad");
    EXPECT_EQ(request(0).header("X-Amz-Security-Token"), std::nullopt);
}

TEST_F(sts_client_test, a_web_identity_is_exchanged_unsigned) {
    where.address = {"http", "localhost", 4566, "/sts"};
    give_keys("one");
    EXPECT_TRUE(exchange());
    auto const r = request(0);
    EXPECT_EQ(r.request_line(), "POST /sts HTTP/1.1");
    EXPECT_EQ(r.header("Host"), "localhost:4566");
    EXPECT_EQ(r.header("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(r.header("Authorization"), std::nullopt);
    EXPECT_EQ(r.header("X-Amz-Date"), std::nullopt);
    EXPECT_THAT(r.body, HasSubstr("&WebIdentityToken=hush.tok-en_~%0A"));
    EXPECT_THAT(origins, ElementsAre("http://localhost:4566"));
}

TEST_F(sts_client_test, what_may_pass_is_asked_for_again) {
    std::pair<int, char const*> const rows[] = {
        {400, "IDPCommunicationError"}, {400, "Throttling"}, {400, "ThrottlingException"},
        {400, "RequestLimitExceeded"},  {429, "Whatever"},   {500, "InternalFailure"},
        {503, "ServiceUnavailable"}};
    for (auto const& [status, code] : rows) {
        script = {};
        refuse(status, code);
        refuse(status, code);
        give_keys("late");
        EXPECT_TRUE(exchange()) << code;
        EXPECT_EQ(script.requests.size(), 3u);
        EXPECT_EQ(script.requests.front(), script.requests.back());
    }
    for (int step = 0; step < 3; ++step) {  // connecting, writing, reading
        script = {};
        script.fail_at = step;
        give_keys("late");
        give_keys("late");
        EXPECT_TRUE(assume()) << step;
    }
}

TEST_F(sts_client_test, a_refusal_is_final_and_told_with_code_message_and_request_id) {
    struct row {
        int status;
        char const* code;
        char const* next_step;
    };
    for (auto const& [status, code, next_step] : {row{400, "ExpiredTokenException", "renew the keys"},
                                                  row{403, "AccessDenied", "allow sts:AssumeRole on arn"},
                                                  row{403, "RegionDisabledException", "eu-west-1"},
                                                  row{403, "InvalidClientTokenId", "check the keys"},
                                                  row{400, "ValidationError", "role_session_name"}}) {
        script = {};
        refuse(status, code, "because of you");
        auto const found = assume();
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code(), errc::credentials_failed);
        EXPECT_EQ(found.error().message(),
                  fmt::format("STS at sts.eu-west-1.amazonaws.com refused AssumeRole of "
                              "arn:aws:iam::123456789012:role/x: {}: because of you",
                              code));
        EXPECT_THAT(said(found), HasSubstr("REQUEST-7"));
        EXPECT_THAT(found.error().details().next_step, HasSubstr(next_step));
        EXPECT_EQ(found.error().details().service_code, code);
        EXPECT_EQ(found.error().details().request_id, "REQUEST-7");
        EXPECT_EQ(found.error().details().http_status, status);
        EXPECT_EQ(script.requests.size(), 1u);
    }
    for (auto const& [status, code, next_step] :
         {row{400, "ExpiredTokenException", "token renewed"}, row{403, "AccessDenied", "trust policy"},
          row{400, "InvalidIdentityToken", "identity provider"}, row{403, "IDPRejectedClaim", "audience"}}) {
        script = {};
        refuse(status, code);
        auto const found = exchange();
        ASSERT_FALSE(found);
        EXPECT_THAT(found.error().details().next_step, HasSubstr(next_step)) << code;
        EXPECT_EQ(script.requests.size(), 1u) << code;
    }
}

TEST_F(sts_client_test, what_a_server_repeats_of_secrets_is_starred_out_and_cut) {
    by.session_token = secret_string("hush/base+token==");
    refuse(403, "SignatureDoesNotMatch",
           "you sent hush/base+token== and hush%2Fbase%2Btoken%3D%3D&#10;and hush-base " +
               std::string(400, 'x'));
    auto text = said(assume());
    EXPECT_THAT(text, HasSubstr("you sent *** and *** and *** xxx"));
    EXPECT_THAT(text, Not(HasSubstr(std::string(300, 'x'))));
    refuse(400, "InvalidIdentityToken", "bad token hush.tok-en_~");
    EXPECT_THAT(said(exchange()), HasSubstr("bad token ***"));
    role.mfa_serial = {"arn:mfa", "mfa_serial"};
    role.mfa_code = secret_string("135790");
    refuse(403, "AccessDenied", "code 135790 is wrong");
    EXPECT_THAT(said(assume()), HasSubstr("code *** is wrong"));
}

TEST_F(sts_client_test, a_wrong_clock_is_named_where_it_spoils_the_signature) {
    for (int i = 0; i < 2; ++i)
        answer(403, error_xml("SignatureDoesNotMatch", "Signature expired"),
               "Date: Fri, 02 Jan 2026 04:04:05 GMT\r\n");
    auto const found = assume();
    ASSERT_FALSE(found);
    EXPECT_EQ(script.requests.size(), 2u);
    EXPECT_THAT(found.error().details().next_step, HasSubstr("clock is 60 min behind"));
}

TEST_F(sts_client_test, an_answer_that_is_none_is_not_quoted) {
    answer(200, "<html>hush</html>");
    EXPECT_THAT(said(assume()),
                HasSubstr("STS at sts.eu-west-1.amazonaws.com: the answer has no element Credentials"));
    answer(404, "hush not found");
    EXPECT_THAT(said(assume()), HasSubstr("HTTP 404 without an explanation"));
    answer(302, "", "Location: http://evil/?hush\r\n");
    EXPECT_THAT(said(exchange()), HasSubstr("HTTP 302 without an explanation"));
    EXPECT_EQ(origins.size(), 3u) << "redirects are not followed";
}

TEST_F(sts_client_test, an_endpoint_that_cannot_be_reached_is_named_after_three_attempts) {
    unreachable = true;
    auto const found = assume();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::connect_failed);
    EXPECT_THAT(said(found), HasSubstr("asking STS at sts.eu-west-1.amazonaws.com for "
                                       "arn:aws:iam::123456789012:role/x: nobody there"));
    EXPECT_THAT(said(found), HasSubstr("AWS_ENDPOINT_URL_STS"));
    EXPECT_EQ(origins.size(), 3u);
}

TEST_F(sts_client_test, an_answer_too_large_for_what_it_could_be_is_not_read) {
    answer(200, std::string(70'000, ' '));
    auto const found = assume();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::response_too_large);
}

TEST_F(sts_client_test, nothing_is_sent_that_sts_would_refuse_whoever_asks) {
    role.session_name.value = "two words";
    EXPECT_THAT(said(assume()), HasSubstr("role_session_name"));
    identity.duration_seconds = {"1", "duration_seconds"};
    EXPECT_THAT(said(exchange()), HasSubstr("duration_seconds"));
    EXPECT_TRUE(origins.empty());
}

TEST_F(sts_client_test, keys_that_cannot_stand_in_a_header_are_refused) {
    by.session_token = secret_string("hush\r\nX-Evil: 1");
    auto const found = assume();
    EXPECT_THAT(said(found), HasSubstr("environment"));
    EXPECT_TRUE(script.requests.empty());
}

TEST_F(sts_client_test, an_unknown_region_is_logged_and_the_global_endpoint_taken) {
    auto const w = outside();
    aws::shared_files const files;
    aws::config_settings const settings(w, files, "default");
    auto const find = [&](std::string region) {
        return support::run(find_sts(w, settings, std::move(region))).value();
    };
    machine.set("AWS_EC2_METADATA_DISABLED", "true");
    EXPECT_EQ(find("").address.host, "sts.amazonaws.com");
    EXPECT_THAT(machine.log(), ElementsAre(HasSubstr("no region is set")));
    machine.set("AWS_REGION", "eu-west-3");
    EXPECT_EQ(find("").address.host, "sts.eu-west-3.amazonaws.com");
    EXPECT_EQ(find("eu-north-1").signing_region, "eu-north-1");
    EXPECT_EQ(machine.log().size(), 1u);
}

}  // namespace
}  // namespace ddbsnap
