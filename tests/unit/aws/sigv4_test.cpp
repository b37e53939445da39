#include <ddbsnap/sigv4.hpp>

#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ddbsnap::sigv4 {
namespace {

using namespace std::string_view_literals;

keys const example_keys{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};
scope const dynamodb{"us-east-1", "dynamodb"};
system_time const example_time{std::chrono::seconds(1440938160)};  // 2015-08-30T12:36:00Z

std::vector<header> describe_table_headers() {
    return {{"Host", "dynamodb.us-east-1.amazonaws.com"},
            {"Content-Type", "application/x-amz-json-1.0"},
            {"X-Amz-Target", "DynamoDB_20120810.DescribeTable"}};
}

request describe_table(std::vector<header> const& headers) {
    return {"POST", "/", "", headers, R"({"TableName":"jobs"})"};
}

signature must_sign(request const& r, keys const& k = example_keys, options const& how = {}) {
    auto out = sign(r, k, dynamodb, example_time, how);
    EXPECT_TRUE(out) << out.error().to_string();
    return std::move(out).value();
}

// Signatures of these two were computed with botocore.
TEST(sigv4, a_dynamodb_request_is_signed_as_botocore_does) {
    auto const headers = describe_table_headers();
    auto const s = must_sign(describe_table(headers));
    EXPECT_EQ(s.signed_headers, "content-type;host;x-amz-date;x-amz-target");
    EXPECT_EQ(s.string_to_sign,
              "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/dynamodb/aws4_request\n"
              "490dcae004c184bac9bf936442c04b97b83c90c38eac6a67a2781042cf114ed7");
    EXPECT_EQ(s.hex, "0ff0c77817f3721d11fa5aced3a20f41ad97bcad33a9e91b0d76ce103d0f37ea");
    EXPECT_EQ(s.authorization,
              "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/dynamodb/aws4_request, "
              "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
              "Signature=0ff0c77817f3721d11fa5aced3a20f41ad97bcad33a9e91b0d76ce103d0f37ea");
}

TEST(sigv4, a_session_token_is_added_and_signed) {
    auto const headers = describe_table_headers();
    auto k = example_keys;
    k.session_token = "TOKENEXAMPLE";
    auto const s = must_sign(describe_table(headers), k);
    EXPECT_EQ(s.hex, "a567280d87257fd72fb063b2c9eb591db74d5b3ff28218e7e9fe120ec5f3716a");
    ASSERT_EQ(s.headers_to_add.size(), 2u);
    EXPECT_EQ(s.headers_to_add[0].name, "X-Amz-Date");
    EXPECT_EQ(s.headers_to_add[0].value, "20150830T123600Z");
    EXPECT_EQ(s.headers_to_add[1].name, "X-Amz-Security-Token");
    EXPECT_EQ(s.headers_to_add[1].value, "TOKENEXAMPLE");
}

TEST(sigv4, an_omitted_session_token_is_added_but_not_signed) {
    auto const headers = describe_table_headers();
    auto k = example_keys;
    k.session_token = "TOKENEXAMPLE";
    auto const s = must_sign(describe_table(headers), k, {.omit_session_token = true});
    EXPECT_EQ(s.hex, "0ff0c77817f3721d11fa5aced3a20f41ad97bcad33a9e91b0d76ce103d0f37ea");
    ASSERT_EQ(s.headers_to_add.size(), 2u);
    EXPECT_EQ(s.headers_to_add[1].value, "TOKENEXAMPLE");
}

TEST(sigv4, a_retry_replaces_what_the_attempt_before_it_added) {
    auto headers = describe_table_headers();
    headers.push_back({"x-amz-date", "20150830T110000Z"});
    headers.push_back({"authorization", "AWS4-HMAC-SHA256 Credential=..."});
    headers.push_back({"X-AMZ-Security-Token", "STALE"});
    auto k = example_keys;
    k.session_token = "TOKENEXAMPLE";
    EXPECT_EQ(must_sign(describe_table(headers), k).hex,
              "a567280d87257fd72fb063b2c9eb591db74d5b3ff28218e7e9fe120ec5f3716a");
}

TEST(sigv4, a_token_header_of_the_request_is_signed_when_the_keys_bring_none) {
    auto headers = describe_table_headers();
    headers.push_back({"X-Amz-Security-Token", "TOKENEXAMPLE"});
    EXPECT_EQ(must_sign(describe_table(headers)).hex,
              "a567280d87257fd72fb063b2c9eb591db74d5b3ff28218e7e9fe120ec5f3716a");
    EXPECT_EQ(must_sign(describe_table(headers), example_keys, {.omit_session_token = true}).hex,
              "0ff0c77817f3721d11fa5aced3a20f41ad97bcad33a9e91b0d76ce103d0f37ea");
}

TEST(sigv4, headers_that_change_on_the_way_are_not_signed) {
    auto headers = describe_table_headers();
    for (auto name : {"Connection", "Expect", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "TE",
                      "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "X-Amzn-Trace-Id"}) {
        headers.push_back({name, "x"});
    }
    EXPECT_EQ(must_sign(describe_table(headers)).hex,
              "0ff0c77817f3721d11fa5aced3a20f41ad97bcad33a9e91b0d76ce103d0f37ea");
}

TEST(sigv4, a_signed_body_adds_its_hash_as_a_header) {
    auto headers = describe_table_headers();
    headers.push_back({"X-Amz-Content-Sha256", "stale"});
    auto const s = must_sign(describe_table(headers), example_keys, {.sign_body = true});
    // `printf '{"TableName":"jobs"}' | sha256sum`
    auto const hash = "c94ed544c5f36021e9374c84225064365b5597e7498fa483b3ed895734621385";
    EXPECT_EQ(s.signed_headers, "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target");
    ASSERT_EQ(s.headers_to_add.size(), 2u);
    EXPECT_EQ(s.headers_to_add[1].name, "x-amz-content-sha256");
    EXPECT_EQ(s.headers_to_add[1].value, hash);
    EXPECT_TRUE(s.canonical_request.ends_with(hash));
    EXPECT_EQ(s.canonical_request.find("stale"), std::string::npos);
}

TEST(sigv4, an_announced_body_hash_is_taken_as_it_is) {
    auto headers = describe_table_headers();
    headers.push_back({"X-Amz-Content-Sha256", " UNSIGNED-PAYLOAD"});
    auto const s = must_sign(describe_table(headers));
    EXPECT_TRUE(s.canonical_request.ends_with("\nUNSIGNED-PAYLOAD"));
    EXPECT_NE(s.canonical_request.find("\nx-amz-content-sha256:UNSIGNED-PAYLOAD\n"), std::string::npos);
}

TEST(sigv4, a_cache_changes_nothing_but_the_work) {
    auto const headers = describe_table_headers();
    signing_key_cache cache;
    for (int i = 0; i < 3; ++i) {
        auto const s = sign(describe_table(headers), example_keys, dynamodb, example_time, {}, &cache);
        ASSERT_TRUE(s);
        EXPECT_EQ(s->hex, "0ff0c77817f3721d11fa5aced3a20f41ad97bcad33a9e91b0d76ce103d0f37ea");
    }
    EXPECT_EQ(cache.size(), 1u);
}

struct refused {
    std::string_view why;
    request what;
};

TEST(sigv4, what_cannot_be_a_request_is_refused_with_its_reason) {
    header const host[] = {{"Host", "h"}};
    header const no_host[] = {{"Hosts", "h"}};
    header const no_name[] = {{"Host", "h"}, {"", "v"}};
    header const split_name[] = {{"Host", "h"}, {"a\r\nb", "v"}};
    header const spaced_name[] = {{"Host", "h"}, {"a b", "v"}};
    header const split_value[] = {{"Host", "h"}, {"a", "v\r\nX-Evil: 1"}};
    header const open_value[] = {{"Host", "h"}, {"a", "v\n"}};
    header const bare_return[] = {{"Host", "h"}, {"a", "v\r w"}};
    header const zero_value[] = {{"Host", "h"}, {"a", "v\0w"sv}};
    for (auto const& [why, what] : std::vector<refused>{
             {"method", {"", "/", "", host, ""}},
             {"method", {"GET /", "/", "", host, ""}},
             {"path or query", {"GET", "/a\nb", "", host, ""}},
             {"path or query", {"GET", "/", "a\x7f", host, ""}},
             {"slash", {"GET", "a", "", host, ""}},
             {"Host", {"GET", "/", "", {}, ""}},
             {"Host", {"GET", "/", "", no_host, ""}},
             {"header name", {"GET", "/", "", no_name, ""}},
             {"header name", {"GET", "/", "", split_name, ""}},
             {"header name", {"GET", "/", "", spaced_name, ""}},
             {"value of header a", {"GET", "/", "", split_value, ""}},
             {"value of header a", {"GET", "/", "", open_value, ""}},
             {"value of header a", {"GET", "/", "", bare_return, ""}},
             {"value of header a", {"GET", "/", "", zero_value, ""}},
         }) {
        auto const out = sign(what, example_keys, dynamodb, example_time);
        ASSERT_FALSE(out) << why;
        EXPECT_EQ(out.error().code(), errc::invalid_argument);
        EXPECT_NE(out.error().message().find(why), std::string::npos) << out.error().message();
    }
}

TEST(sigv4, keys_and_scopes_that_cannot_be_are_refused_without_naming_a_secret) {
    auto const headers = describe_table_headers();
    auto const refuses = [&](keys const& k, scope const& where, system_time now) {
        auto const out = sign(describe_table(headers), k, where, now);
        if (out) return false;
        EXPECT_EQ(out.error().to_string().find("SECRET"), std::string::npos);
        return out.error().code() == errc::invalid_argument;
    };
    EXPECT_TRUE(refuses({"", "SECRET", ""}, dynamodb, example_time));
    EXPECT_TRUE(refuses({"AK ID", "SECRET", ""}, dynamodb, example_time));
    EXPECT_TRUE(refuses({"AKID", "", ""}, dynamodb, example_time));
    EXPECT_TRUE(refuses({"AKID", "SECRET", "SECRET\r\n"}, dynamodb, example_time));
    EXPECT_TRUE(refuses({"AKID", "SECRET", ""}, {"", "dynamodb"}, example_time));
    EXPECT_TRUE(refuses({"AKID", "SECRET", ""}, {"us-east-1", "dynamo/db"}, example_time));
    EXPECT_TRUE(refuses({"AKID", "SECRET", ""}, dynamodb, system_time::max()));
}

}  // namespace
}  // namespace ddbsnap::sigv4
