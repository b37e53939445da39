#include "aws/imds_settings.hpp"

#include "support/fake_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using namespace std::chrono_literals;
using support::fake_world;
using testing::HasSubstr;

result<imds_settings> read(fake_world const& w, std::string const& profile = "default") {
    auto const outside = w.outside();
    auto const files = read_shared_files(outside).value();
    return imds_settings_of(outside, config_settings(outside, files, profile));
}

std::string endpoint(fake_world const& w) {
    auto const settings = read(w);
    return settings ? settings->endpoint.text() : settings.error().message();
}

fake_world profile(std::string const& lines) { return fake_world().config("[default]\n" + lines + "\n"); }

TEST(imds_settings, by_default_it_is_asked_over_ipv4_for_a_second_three_times) {
    auto const settings = read(fake_world()).value();
    EXPECT_FALSE(settings.disabled);
    EXPECT_EQ(settings.endpoint.text(), "http://169.254.169.254/");
    EXPECT_EQ(settings.v1_disabled_by, "");
    EXPECT_EQ(settings.timeout, 1s);
    EXPECT_EQ(settings.attempts, 3);
    EXPECT_FALSE(settings.retry_unreachable);
}

TEST(imds_settings, only_the_environment_and_only_the_word_true_disables_it) {
    constexpr auto variable = "AWS_EC2_METADATA_DISABLED";
    for (auto const* yes : {"true", "TRUE", "True", " true "})
        EXPECT_TRUE(read(fake_world().set(variable, yes)).value().disabled) << yes;
    for (auto const* no : {"", "false", "1", "yes", "truee"})
        EXPECT_FALSE(read(fake_world().set(variable, no)).value().disabled) << no;
    EXPECT_FALSE(read(profile("ec2_metadata_disabled = true")).value().disabled);
}

TEST(imds_settings, where_it_is_disabled_nothing_else_matters) {
    fake_world w;
    w.set("AWS_EC2_METADATA_DISABLED", "true").set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "nonsense");
    EXPECT_TRUE(read(w).value().disabled);
}

// The table of the cross-SDK endpoint tests.
TEST(imds_settings, endpoint_goes_before_mode_and_environment_before_profile) {
    constexpr auto mode = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";
    constexpr auto url = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
    EXPECT_EQ(endpoint(fake_world().set(mode, "ipv6")), "http://[fd00:ec2::254]/");
    EXPECT_EQ(endpoint(fake_world().set(mode, "IPv6")), "http://[fd00:ec2::254]/");
    EXPECT_EQ(endpoint(fake_world().set(mode, "IPV4")), "http://169.254.169.254/");
    EXPECT_EQ(endpoint(profile("ec2_metadata_service_endpoint_mode = IPv6")), "http://[fd00:ec2::254]/");
    EXPECT_EQ(endpoint(profile("ec2_metadata_service_endpoint_mode = IPv6").set(mode, "IPv4")),
              "http://169.254.169.254/");
    EXPECT_EQ(endpoint(profile("ec2_metadata_service_endpoint = http://p:1")), "http://p:1/");
    EXPECT_EQ(endpoint(profile("ec2_metadata_service_endpoint = http://p:1").set(url, "https://e/x/")),
              "https://e/x/");
    EXPECT_EQ(endpoint(profile("ec2_metadata_service_endpoint = http://p:1").set(mode, "IPv6")),
              "http://p:1/");
    EXPECT_EQ(endpoint(fake_world().set(mode, "IPv7").set(url, "http://[::1]:8080")), "http://[::1]:8080/");
    EXPECT_EQ(endpoint(fake_world().set(mode, " ").set(url, "")), "http://169.254.169.254/");
}

TEST(imds_settings, values_that_cannot_be_meant_are_refused_with_their_source) {
    std::pair<char const*, char const*> const variables[] = {
        {"AWS_EC2_METADATA_SERVICE_ENDPOINT", "nonsense"},
        {"AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://h/?q"},
        {"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv5"},
        {"AWS_EC2_METADATA_V1_DISABLED", "perhaps"},
        {"AWS_METADATA_SERVICE_TIMEOUT", "0"},
        {"AWS_METADATA_SERVICE_TIMEOUT", "1 s"},
        {"AWS_METADATA_SERVICE_NUM_ATTEMPTS", "-1"},
        {"AWS_METADATA_SERVICE_NUM_ATTEMPTS", "99999999999999999999"},
    };
    for (auto const& [variable, value] : variables) {
        auto const settings = read(fake_world().set(variable, value));
        ASSERT_FALSE(settings) << variable << '=' << value;
        EXPECT_EQ(settings.error().code(), errc::invalid_configuration);
        EXPECT_THAT(settings.error().message(), HasSubstr(variable));
    }
    auto const settings = read(profile("ec2_metadata_service_endpoint_mode = both"));
    ASSERT_FALSE(settings);
    EXPECT_THAT(settings.error().message(), HasSubstr("/home/u/.aws/config:2"));
}

TEST(imds_settings, version_1_time_and_attempts_are_set_by_environment_or_profile) {
    auto settings = read(profile("ec2_metadata_v1_disabled = TRUE\nmetadata_service_timeout = 4\n"
                                 "metadata_service_num_attempts = 7"))
                        .value();
    EXPECT_THAT(settings.v1_disabled_by, HasSubstr("ec2_metadata_v1_disabled of profile default"));
    EXPECT_EQ(settings.timeout, 4s);
    EXPECT_EQ(settings.attempts, 7);
    EXPECT_TRUE(settings.retry_unreachable);
    settings = read(profile("ec2_metadata_v1_disabled = false\nmetadata_service_timeout = 4")
                        .set("AWS_EC2_METADATA_V1_DISABLED", "true")
                        .set("AWS_METADATA_SERVICE_TIMEOUT", "2")
                        .set("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "1"))
                   .value();
    EXPECT_EQ(settings.v1_disabled_by, "AWS_EC2_METADATA_V1_DISABLED");
    EXPECT_EQ(settings.timeout, 2s);
    EXPECT_EQ(settings.attempts, 1);
}

}  // namespace
}  // namespace ddbsnap::aws
