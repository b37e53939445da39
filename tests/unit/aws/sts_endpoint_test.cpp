#include "aws/sts_endpoint.hpp"

#include "aws/region.hpp"
#include "support/fake_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using support::fake_world;
using testing::HasSubstr;

// "URL, signing region", or the failure's message.
std::string endpoint(fake_world const& w, std::string const& region) {
    auto const outside = w.outside();
    auto const files = read_shared_files(outside).value();
    auto const found = sts_endpoint(config_settings(outside, files, "default"), region);
    return found ? found->address.text() + ", " + found->signing_region : found.error().message();
}

TEST(sts_endpoint, is_regional_unless_told_otherwise) {
    EXPECT_EQ(endpoint({}, "eu-west-1"), "https://sts.eu-west-1.amazonaws.com/, eu-west-1");
    EXPECT_EQ(endpoint({}, "us-east-1"), "https://sts.us-east-1.amazonaws.com/, us-east-1");
    EXPECT_EQ(endpoint({}, "cn-north-1"), "https://sts.cn-north-1.amazonaws.com.cn/, cn-north-1");
    EXPECT_THAT(endpoint({}, "eu-west-1/evil"), HasSubstr("cannot be part of a host name"));
}

TEST(sts_endpoint, fips_and_dual_stack_are_regional) {
    auto const fips = fake_world().set("AWS_USE_FIPS_ENDPOINT", "true");
    auto const dual = fake_world().config("[default]\nuse_dualstack_endpoint = true\n");
    EXPECT_EQ(endpoint(fips, "us-west-2"), "https://sts-fips.us-west-2.amazonaws.com/, us-west-2");
    EXPECT_EQ(endpoint(dual, "us-west-2"), "https://sts.us-west-2.api.aws/, us-west-2");
    EXPECT_EQ(endpoint(fips, "us-gov-west-1"), "https://sts.us-gov-west-1.amazonaws.com/, us-gov-west-1");
    EXPECT_EQ(endpoint(fips, "aws-global"), "https://sts-fips.us-east-1.amazonaws.com/, us-east-1");
    EXPECT_EQ(endpoint(dual, ""), "https://sts.us-east-1.api.aws/, us-east-1");
}

TEST(sts_endpoint, the_global_one_stands_for_no_region_and_aws_global) {
    EXPECT_EQ(endpoint({}, ""), "https://sts.amazonaws.com/, us-east-1");
    EXPECT_EQ(endpoint({}, "aws-global"), "https://sts.amazonaws.com/, us-east-1");
}

TEST(sts_endpoint, legacy_mode_takes_the_global_one_in_the_classic_regions_alone) {
    for (auto const& w : {fake_world().set("AWS_STS_REGIONAL_ENDPOINTS", "legacy"),
                          fake_world().config("[default]\nsts_regional_endpoints = Legacy\n")}) {
        for (auto const* classic : {"us-east-1", "us-west-2", "eu-west-1", "sa-east-1", "ap-south-1"})
            EXPECT_EQ(endpoint(w, classic), "https://sts.amazonaws.com/, us-east-1");
        EXPECT_EQ(endpoint(w, "eu-south-1"), "https://sts.eu-south-1.amazonaws.com/, eu-south-1");
        EXPECT_EQ(endpoint(w, "us-gov-west-1"), "https://sts.us-gov-west-1.amazonaws.com/, us-gov-west-1");
        EXPECT_EQ(endpoint(w, "cn-north-1"), "https://sts.cn-north-1.amazonaws.com.cn/, cn-north-1");
    }
    auto with_fips =
        fake_world().set("AWS_STS_REGIONAL_ENDPOINTS", "legacy").set("AWS_USE_FIPS_ENDPOINT", "true");
    EXPECT_EQ(endpoint(with_fips, "us-east-1"), "https://sts-fips.us-east-1.amazonaws.com/, us-east-1");
    EXPECT_EQ(endpoint(fake_world().set("AWS_STS_REGIONAL_ENDPOINTS", "regional"), "us-east-1"),
              "https://sts.us-east-1.amazonaws.com/, us-east-1");
    EXPECT_EQ(endpoint(fake_world().set("AWS_STS_REGIONAL_ENDPOINTS", "old"), "us-east-1"),
              "AWS_STS_REGIONAL_ENDPOINTS is \"old\": neither regional nor legacy");
}

TEST(sts_endpoint, a_named_one_goes_before_all) {
    fake_world w;
    w.config(
         "[default]\nservices = s\nendpoint_url = http://profile:1\n"
         "[services s]\nsts =\n  endpoint_url = http://services:2/sts\n")
        .set("AWS_STS_REGIONAL_ENDPOINTS", "legacy");
    EXPECT_EQ(endpoint(w, "eu-west-1"), "http://services:2/sts, eu-west-1");
    EXPECT_EQ(endpoint(w, ""), "http://services:2/sts, us-east-1");
    w.set("AWS_ENDPOINT_URL", "http://all:3");
    EXPECT_EQ(endpoint(w, "eu-west-1"), "http://all:3/, eu-west-1");
    w.set("AWS_ENDPOINT_URL_STS", "http://sts:4");
    EXPECT_EQ(endpoint(w, "aws-global"), "http://sts:4/, us-east-1");
    w.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    EXPECT_EQ(endpoint(w, "eu-west-1"), "https://sts.amazonaws.com/, us-east-1");
    EXPECT_THAT(endpoint(fake_world().set("AWS_ENDPOINT_URL_STS", "sts:4"), ""),
                HasSubstr("AWS_ENDPOINT_URL_STS"));
}

std::string region(fake_world const& w, std::string const& profile) {
    auto const outside = w.outside();
    auto const files = read_shared_files(outside).value();
    return configured_region(config_settings(outside, files, profile)).value;
}

TEST(configured_region, is_that_of_the_environment_else_the_first_along_source_profile) {
    fake_world w;
    w.config(
        "[profile a]\nsource_profile = b\n[profile b]\nregion = rb\nsource_profile = c\n[profile c]\nregion "
        "= rc\n"
        "[profile own]\nregion = ro\nsource_profile = c\n[profile dangling]\nsource_profile = nobody\n"
        "[profile self]\nsource_profile = self\n[profile x]\nsource_profile = y\n[profile y]\nsource_profile "
        "= x\n"
        "[profile none]\noutput = json\n");
    EXPECT_EQ(region(w, "a"), "rb");
    EXPECT_EQ(region(w, "own"), "ro");
    for (auto const* without : {"dangling", "self", "x", "none", "missing"})
        EXPECT_EQ(region(w, without), "");
    w.set("AWS_DEFAULT_REGION", "r-default");
    EXPECT_EQ(region(w, "own"), "r-default");
    w.set("AWS_REGION", "r-first");
    EXPECT_EQ(region(w, "missing"), "r-first");
}

}  // namespace
}  // namespace ddbsnap::aws
