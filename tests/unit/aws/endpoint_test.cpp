#include "aws/endpoint.hpp"

#include "aws/partitions.hpp"
#include "support/data_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace ddbsnap::aws {
namespace {

using testing::HasSubstr;

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

struct recorded_case {
    endpoint_parameters given;
    std::string url_or_error;
    std::string signing_region_or_reason;
    std::string refused_by_us;
};

// What tests/data/endpoints/record_botocore.py recorded of botocore, which evaluates the published rule set.
std::vector<std::pair<std::string, recorded_case>> recorded_cases() {
    std::vector<std::pair<std::string, recorded_case>> cases;
    std::istringstream in(test::read_data("endpoints/botocore.tsv"));
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#')) continue;
        auto const row = split(line, '\t');
        EXPECT_EQ(row.size(), 11u) << line;
        if (row.size() == 11)
            cases.emplace_back(line, recorded_case{parameters_of(row), row[8], row[9], row[10]});
    }
    return cases;
}

TEST(endpoint, goes_by_the_published_rules_in_every_recorded_case) {
    auto const cases = recorded_cases();
    EXPECT_GT(cases.size(), 1600u);
    for (auto const& [line, c] : cases) {
        if (!c.refused_by_us.empty()) continue;
        auto const endpoint = resolve_endpoint(c.given);
        if (c.url_or_error == "error") {
            ASSERT_FALSE(endpoint) << line;
            EXPECT_EQ(endpoint.error().message(), c.signing_region_or_reason) << line;
        } else {
            ASSERT_TRUE(endpoint) << line << "\n" << endpoint.error().message();
            EXPECT_EQ(endpoint->url, c.url_or_error) << line;
            EXPECT_EQ(endpoint->signing_region, c.signing_region_or_reason) << line;
            EXPECT_EQ(endpoint->signing_name, "dynamodb");
        }
    }
}

TEST(endpoint, what_cannot_be_a_host_is_refused_where_the_rules_let_it_pass) {
    int refused = 0;
    for (auto const& [line, c] : recorded_cases()) {
        if (c.refused_by_us.empty()) continue;
        ++refused;
        EXPECT_NE(c.url_or_error, "error") << line;
        auto const endpoint = resolve_endpoint(c.given);
        ASSERT_FALSE(endpoint) << line;
        EXPECT_EQ(endpoint.error().code(), errc::invalid_configuration) << line;
        EXPECT_THAT(endpoint.error().message(), HasSubstr(c.refused_by_us)) << line;
    }
    EXPECT_GT(refused, 30);
}

TEST(endpoint, takes_from_the_settings_what_they_say_of_it) {
    aws_config config;
    config.region = {"eu-west-1", "AWS_REGION"};
    config.use_fips = {true, "AWS_USE_FIPS_ENDPOINT"};
    config.use_dualstack = {true, "AWS_USE_DUALSTACK_ENDPOINT"};
    config.account_mode = {account_id_mode::disabled, "AWS_ACCOUNT_ID_ENDPOINT_MODE"};
    auto const endpoint = resolve_endpoint(endpoint_parameters_of(config));
    ASSERT_TRUE(endpoint);
    EXPECT_EQ(endpoint->url, "https://dynamodb-fips.eu-west-1.api.aws");
    config.endpoint_url = {"http://localhost:8000", "AWS_ENDPOINT_URL"};
    EXPECT_EQ(endpoint_parameters_of(config).endpoint_url, "http://localhost:8000");
    EXPECT_EQ(endpoint_parameters_of(config).account_mode, account_id_mode::disabled);
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

TEST(endpoint, a_missing_region_is_an_error_of_its_own_with_the_next_step) {
    auto const endpoint = resolve_endpoint({});
    ASSERT_FALSE(endpoint);
    EXPECT_EQ(endpoint.error().code(), errc::missing_region);
    EXPECT_THAT(endpoint.error().details().next_step, HasSubstr("AWS_REGION"));
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
