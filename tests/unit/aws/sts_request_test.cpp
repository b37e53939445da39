#include "aws/sts_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using testing::HasSubstr;
using testing::Not;

assume_role_request plain_request() {
    return {{"arn:aws:iam::123456789012:role/x", "role_arn"}, {"me@here", "role_session_name"}};
}

TEST(sts_request, a_role_is_asked_for_as_botocore_does) {
    // Both texts are what botocore 1.43 sends for the same parameters.
    auto request = plain_request();
    EXPECT_EQ(form_of(request),
              "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fx"
              "&RoleSessionName=me%40here");
    request.role_arn.value = "arn:aws:iam::123456789012:role/Team/x";
    request.duration_seconds = {"900", "duration_seconds"};
    request.external_id = {"a/b:c=d", "external_id"};
    request.mfa_serial = {"arn:aws:iam::123456789012:mfa/u", "mfa_serial"};
    request.mfa_code = secret_string("012345");
    EXPECT_EQ(
        form_of(request),
        "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2FTeam%2Fx"
        "&RoleSessionName=me%40here&DurationSeconds=900&ExternalId=a%2Fb%3Ac%3Dd&SerialNumber="
        "arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Fu&TokenCode=012345");
}

TEST(sts_request, a_token_goes_out_as_it_is_with_its_line_end) {
    web_identity_request request{{"arn:aws:iam::123456789012:role/x", "AWS_ROLE_ARN"}, {"me", "name"}};
    request.token = secret_string("hush.tok-en_~\n");
    EXPECT_EQ(
        form_of(request),
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn="
        "arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fx&RoleSessionName=me&WebIdentityToken=hush.tok-en_~%0A");
}

TEST(sts_request, a_session_name_has_2_to_64_letters_digits_and_some_signs) {
    for (std::string const good : {"ab", "a+b=c,d.e@f-g_H9", "ddbsnap-1767323045000"}) {
        auto request = plain_request();
        request.session_name.value = good;
        EXPECT_TRUE(check(request)) << good;
    }
    std::string const bad[] = {"",    "a",   std::string(65, 'a'), "two words",
                               "a/b", "a:b", "\xc3\xbc\xc3\xbc",   "a\nb"};
    for (auto const& text : bad) {
        auto request = plain_request();
        request.session_name.value = text;
        auto const checked = check(request);
        ASSERT_FALSE(checked) << text;
        EXPECT_EQ(checked.error().code(), errc::invalid_configuration);
        EXPECT_THAT(checked.error().message(), HasSubstr("role_session_name"));
        web_identity_request by_token{request.role_arn, request.session_name};
        EXPECT_FALSE(check(by_token)) << text;
    }
    auto longest = plain_request();
    longest.session_name.value = std::string(64, 'a');
    EXPECT_TRUE(check(longest));
}

TEST(sts_request, a_duration_is_a_whole_number_from_15_minutes_to_12_hours) {
    for (std::string const good : {"900", "3600", "43200"}) {
        auto request = plain_request();
        request.duration_seconds = {good, "duration_seconds"};
        EXPECT_TRUE(check(request)) << good;
    }
    for (std::string const bad :
         {"899", "43201", "0", "-900", "1h", "3600s", "900.5", "", "+900", "99999999999999"}) {
        auto request = plain_request();
        request.duration_seconds = {bad, "duration_seconds of profile dev"};
        auto const checked = check(request);
        ASSERT_FALSE(checked) << bad;
        EXPECT_EQ(checked.error().code(), errc::invalid_configuration);
        EXPECT_EQ(checked.error().message(),
                  "duration_seconds of profile dev is not a whole number of seconds from 900 to 43200");
    }
}

TEST(sts_request, an_external_id_is_checked_and_never_quoted) {
    auto request = plain_request();
    request.external_id = {"a+b=c,d.e@f:g/h-i_9", "external_id"};
    EXPECT_TRUE(check(request));
    for (std::string const& bad :
         {std::string("h"), std::string("hush hush"), "hush" + std::string(1221, 'x')}) {
        request.external_id.value = bad;
        auto const checked = check(request);
        ASSERT_FALSE(checked) << bad;
        EXPECT_EQ(checked.error().code(), errc::invalid_configuration);
        EXPECT_THAT(checked.error().message(), HasSubstr("external_id"));
        EXPECT_THAT(checked.error().to_string(), Not(HasSubstr("hush")));
    }
    request.external_id.value = std::string(1224, 'x');
    EXPECT_TRUE(check(request));
}

}  // namespace
}  // namespace ddbsnap::aws
