#include "aws/endpoint.hpp"

#include "aws/partitions.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace ddbsnap::aws {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> split(std::string const& text, char at) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, at);) parts.push_back(part == "-" ? "" : part);
    return parts;
}

account_id_mode mode_of(std::string const& name) {
    if (name == "required") return account_id_mode::required;
    return name == "disabled" ? account_id_mode::disabled : account_id_mode::preferred;
}

endpoint_parameters parameters_of(std::vector<std::string> const& row) {
    endpoint_parameters p;
    p.region = row[0];
    p.use_fips = !row[1].empty();
    p.use_dualstack = !row[2].empty();
    p.endpoint_url = row[3];
    p.account_id_from_credentials = row[4];
    p.account_mode = mode_of(row[5]);
    p.resource_arn = row[6];
    p.resource_arn_list = split(row[7], ',');
    return p;
}

// tests/data/endpoints.tsv was recorded from botocore 1.43.67, which evaluates the published rule set.
TEST(endpoint, goes_by_the_published_rules_in_every_recorded_case) {
    std::ifstream in(DDBSNAP_TEST_DATA "/endpoints.tsv");
    std::string line;
    ASSERT_TRUE(std::getline(in, line));  // the names of the columns
    int rows = 0;
    for (; std::getline(in, line); ++rows) {
        auto const row = split(line, '\t');
        ASSERT_GE(row.size(), 9u) << line;
        auto const signing_region_or_reason = row.size() > 9 ? row[9] : "";
        auto const endpoint = resolve_endpoint(parameters_of(row));
        if (row[8] == "error") {
            ASSERT_FALSE(endpoint) << line;
            // Of one reason the first sentence alone: the rest is ours to say as the next step.
            EXPECT_THAT(signing_region_or_reason + ". ", StartsWith(endpoint.error().message() + ". "))
                << line;
        } else {
            ASSERT_TRUE(endpoint) << line << "\n" << endpoint.error().message();
            EXPECT_EQ(endpoint->url, row[8]) << line;
            EXPECT_EQ(endpoint->signing_region, signing_region_or_reason) << line;
            EXPECT_EQ(endpoint->signing_name, "dynamodb");
        }
    }
    EXPECT_GT(rows, 600);
}

TEST(endpoint, is_taken_apart_for_those_who_connect) {
    auto const local = resolve_endpoint({.region = "local"});
    ASSERT_TRUE(local);
    EXPECT_EQ(local->scheme, "http");
    EXPECT_EQ(local->host, "localhost");
    EXPECT_EQ(local->port, 8000);
    EXPECT_EQ(local->path, "/");
    EXPECT_EQ(local->authority, "localhost:8000");
    EXPECT_EQ(local->signing_region, "us-east-1");
    auto const regional = resolve_endpoint({.region = "eu-west-1"});
    ASSERT_TRUE(regional);
    EXPECT_EQ(regional->authority, "dynamodb.eu-west-1.amazonaws.com");
    EXPECT_EQ(regional->port, 443);
    auto const own = resolve_endpoint({.region = "eu-west-1", .endpoint_url = "https://[::1]:8443/base/"});
    ASSERT_TRUE(own);
    EXPECT_EQ(own->host, "::1");
    EXPECT_EQ(own->port, 8443);
    EXPECT_EQ(own->path, "/base/");
    EXPECT_EQ(own->authority, "[::1]:8443");
}

TEST(endpoint, a_region_that_is_no_host_label_goes_into_no_host_name) {
    for (auto const* region : {"eu west", "evil.example/", "eu-west-1.", "-x", "x-", "a@b", "a:1"}) {
        auto const endpoint = resolve_endpoint({.region = region});
        ASSERT_FALSE(endpoint) << region;
        EXPECT_EQ(endpoint.error().code(), errc::invalid_configuration);
        EXPECT_THAT(endpoint.error().message(), HasSubstr("cannot be part of a host name"));
    }
}

TEST(endpoint, a_missing_region_is_an_error_of_its_own_with_the_next_step) {
    auto const endpoint = resolve_endpoint({});
    ASSERT_FALSE(endpoint);
    EXPECT_EQ(endpoint.error().code(), errc::missing_region);
    EXPECT_THAT(endpoint.error().details().next_step, HasSubstr("AWS_REGION"));
}

TEST(endpoint, an_explicit_endpoint_that_is_no_url_is_refused) {
    auto const endpoint = resolve_endpoint({.endpoint_url = "localhost:8000"});
    ASSERT_FALSE(endpoint);
    EXPECT_EQ(endpoint.error().code(), errc::invalid_configuration);
    EXPECT_THAT(endpoint.error().message(), HasSubstr("does not start with http:// or https://"));
}

TEST(partitions, are_found_by_the_shape_of_the_regions_name) {
    std::pair<char const*, char const*> const rows[] = {
        {"us-east-1", "aws"},
        {"mx-central-1", "aws"},
        {"us-gov-east-1", "aws-us-gov"},
        {"us-gov-new-99", "aws-us-gov"},
        {"cn-new-1", "aws-cn"},
        {"eusc-de-east-1", "aws-eusc"},
        {"eusc-fr-east-1", "aws"},
        {"us-iso-west-1", "aws-iso"},
        {"us-isob-east-1", "aws-iso-b"},
        {"eu-isoe-west-1", "aws-iso-e"},
        {"us-isof-south-1", "aws-iso-f"},
        {"aws-cn-global", "aws-cn"},
        {"aws-us-gov-global", "aws-us-gov"},
        {"cn-north", "aws"},
        {"cn-north-", "aws"},
        {"cn--1", "aws"},
        {"cn-north-1a", "aws"},
        {"cn-north-1-2", "aws"},
        {"", "aws"},
        {"unheard-of", "aws"},
    };
    for (auto const& [region, name] : rows) EXPECT_EQ(partition_of(region).name, name) << region;
}

}  // namespace
}  // namespace ddbsnap::aws
