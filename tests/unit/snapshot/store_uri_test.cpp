#include "snapshot/store_uri.hpp"

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

TEST(store_uri, a_directory_is_everything_behind_the_colon) {
    auto const uri = parse_store_uri("file:/var/log/a b?c=d");
    ASSERT_TRUE(uri);
    EXPECT_EQ(uri->what, store_uri::kind::file);
    EXPECT_EQ(uri->place, "/var/log/a b?c=d");
}

TEST(store_uri, a_table_may_come_with_region_endpoint_and_profile) {
    auto const uri = parse_store_uri(
        "dynamodb:Snap.shots-2?region=eu-west-1&endpoint=http%3A%2F%2F[::1]:8000/&profile=dev");
    ASSERT_TRUE(uri);
    EXPECT_EQ(uri->place, "Snap.shots-2");
    EXPECT_EQ(uri->region, "eu-west-1");
    EXPECT_EQ(uri->endpoint, "http://[::1]:8000/");
    EXPECT_EQ(uri->profile, "dev");
    EXPECT_TRUE(parse_store_uri("dynamodb:arn:aws:dynamodb:eu-west-1:123456789012:table/T"));
}

class refused_uri : public testing::TestWithParam<char const*> {};

TEST_P(refused_uri, with_the_forms_there_are) {
    auto const uri = parse_store_uri(GetParam());
    ASSERT_FALSE(uri);
    EXPECT_EQ(uri.error().code(), errc::invalid_argument);
    EXPECT_NE(uri.error().to_string().find("dynamodb:TABLE"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(store_uri, refused_uri,
                         testing::Values("", "file:", "dynamodb:", "dynamodb:ab", "s3:bucket", "/var/log",
                                         "dynamodb:a b c", "dynamodb:Table?region",
                                         "dynamodb:Table?region=", "dynamodb:Table?color=red",
                                         "dynamodb:Table?region=a&region=b", "dynamodb:Table?"));

}  // namespace
}  // namespace ddbsnap
