#include "sign_command.hpp"

#include "support/data_file.hpp"

#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <string>

namespace ddbsnap::cli {
namespace {

constexpr std::string_view hello = "GET / HTTP/1.1\nHost:example.amazonaws.com\n\n";

credentials example_keys(std::string_view token = "") {
    credentials out;
    out.access_key_id = "AKIDEXAMPLE";
    out.secret_access_key = secret_string("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    out.session_token = secret_string(token);
    return out;
}

sign_options suite_options() {
    sign_options out;
    out.service = "service";
    out.region = "us-east-1";
    out.date = "2015-08-30T12:36:00Z";
    return out;
}

std::string published(std::string const& test_case, std::string const& file) {
    return test::read_data("aws-sigv4/suite/" + test_case + "/" + file);
}

TEST(sign_command, text_shows_every_stage_of_the_published_case) {
    auto const out = run_sign(hello, example_keys(), suite_options(), {});
    ASSERT_TRUE(out);
    auto const signature = published("get-vanilla", "header-signature.txt");
    EXPECT_EQ(*out, "Canonical request:\n" + published("get-vanilla", "header-canonical-request.txt") +
                        "\n\nString to sign:\n" + published("get-vanilla", "header-string-to-sign.txt") +
                        "\n\nSignature:\n" + signature +
                        "\n\nAuthorization:\nAWS4-HMAC-SHA256 "
                        "Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                        "SignedHeaders=host;x-amz-date, Signature=" +
                        signature + "\n");
}

TEST(sign_command, json_is_one_object_with_the_stages_as_members) {
    auto how = suite_options();
    how.json = true;
    for (std::string const name : {"get-header-value-trim", "get-utf8", "get-header-value-multiline"}) {
        auto const out = run_sign(published(name, "request.txt"), example_keys(), how, {});
        ASSERT_TRUE(out);
        EXPECT_EQ(out->find('\n'), out->size() - 1);
        rapidjson::Document parsed;
        ASSERT_FALSE(parsed.Parse(out->c_str()).HasParseError());
        EXPECT_EQ(parsed.MemberCount(), 4u);
        EXPECT_EQ(parsed["canonicalRequest"].GetString(), published(name, "header-canonical-request.txt"));
        EXPECT_EQ(parsed["stringToSign"].GetString(), published(name, "header-string-to-sign.txt"));
        EXPECT_EQ(parsed["signature"].GetString(), published(name, "header-signature.txt"));
        EXPECT_NE(published(name, "header-signed-request.txt").find(parsed["authorization"].GetString()),
                  std::string::npos);
    }
}

TEST(sign_command, options_reach_the_signer) {
    auto const signature_is = [](std::string const& name, sign_options const& how, std::string_view token) {
        auto const out = run_sign(published(name, "request.txt"), example_keys(token), how, {});
        return out &&
               out->find("Signature:\n" + published(name, "header-signature.txt")) != std::string::npos;
    };
    auto raw_path = suite_options();
    raw_path.normalize = false;
    EXPECT_TRUE(signature_is("get-space-unnormalized", raw_path, ""));
    auto with_body = suite_options();
    with_body.sign_body = true;
    EXPECT_TRUE(signature_is("post-x-www-form-urlencoded", with_body, ""));
    auto unsigned_token = suite_options();
    unsigned_token.omit_session_token = true;
    EXPECT_TRUE(signature_is("post-sts-header-after", unsigned_token, "any"));
}

TEST(sign_command, the_time_is_now_unless_given_in_either_form) {
    auto how = suite_options();
    auto const given = run_sign(hello, example_keys(), how, {});
    how.date = "20150830T123600Z";
    auto const compact = run_sign(hello, example_keys(), how, {});
    how.date.reset();
    auto const now = run_sign(hello, example_keys(), how, system_time(std::chrono::seconds(1440938160)));
    ASSERT_TRUE(given && compact && now);
    EXPECT_EQ(*compact, *given);
    EXPECT_EQ(*now, *given);
}

TEST(sign_command, a_date_that_is_none_is_refused) {
    for (auto date : {"", "2015-08-30", "2015-08-30T12:36:00", "2015-08-30 12:36:00Z", "2015-02-29T00:00:00Z",
                      "2015-13-01T00:00:00Z", "2015-08-30T24:00:00Z", "2015-08-30T12:60:00Z",
                      "-015-08-30T12:36:00Z", "2015-08-30T12:36:00Zx"}) {
        auto how = suite_options();
        how.date = date;
        auto const out = run_sign(hello, example_keys(), how, {});
        ASSERT_FALSE(out) << date;
        EXPECT_EQ(out.error().code(), errc::invalid_argument);
    }
}

TEST(sign_command, the_paths_of_s3_are_signed_as_they_are) {
    auto how = suite_options();
    how.service = "s3";
    auto const out = run_sign("GET /a//b%20c/./d HTTP/1.1\nHost:h\n\n", example_keys(), how, {});
    ASSERT_TRUE(out);
    EXPECT_NE(out->find("\nGET\n/a//b%20c/./d\n"), std::string::npos);
}

TEST(sign_command, a_missing_region_and_text_json_cannot_carry_are_refused) {
    auto how = suite_options();
    how.region.clear();
    EXPECT_EQ(run_sign(hello, example_keys(), how, {}).error().code(), errc::missing_region);
    how = suite_options();
    auto const latin1 = "GET / HTTP/1.1\nHost:h\nName:Jos\xe9\n\n";
    EXPECT_TRUE(run_sign(latin1, example_keys(), how, {}));
    how.json = true;
    EXPECT_EQ(run_sign(latin1, example_keys(), how, {}).error().code(), errc::invalid_argument);
}

}  // namespace
}  // namespace ddbsnap::cli
