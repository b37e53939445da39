#include "support/fake_world.hpp"

#include <ddbsnap/aws_config.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using support::fake_world;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

aws_config load(fake_world const& w, aws_config_overrides const& given = {}) {
    auto config = load_aws_config(w.outside(), given);
    if (!config) {
        ADD_FAILURE() << config.error().message();
        return {};
    }
    return *config;
}

std::string error_of(fake_world const& w, aws_config_overrides const& given = {}) {
    auto const config = load_aws_config(w.outside(), given);
    if (config) return "no error";
    EXPECT_EQ(config.error().code(), errc::invalid_configuration);
    return config.error().message();
}

TEST(aws_config, a_bare_machine_sets_nothing) {
    auto const c = load(fake_world());
    EXPECT_EQ(c.profile.value, "default");
    EXPECT_FALSE(c.profile);
    EXPECT_FALSE(c.region);
    EXPECT_FALSE(c.endpoint_url);
    EXPECT_FALSE(c.use_fips);
    EXPECT_FALSE(c.use_fips.value);
    EXPECT_FALSE(c.use_dualstack);
    EXPECT_FALSE(c.account_mode);
    EXPECT_EQ(c.account_mode.value, account_id_mode::preferred);
    EXPECT_FALSE(c.max_attempts);
    EXPECT_FALSE(c.ca_bundle);
}

TEST(aws_config, the_region_is_the_callers_then_the_environments_then_the_profiles) {
    fake_world w;
    w.config("[default]\nregion = eu-west-3\n");
    EXPECT_EQ(load(w).region.value, "eu-west-3");
    EXPECT_EQ(load(w).region.source, "region of profile default in /home/u/.aws/config:2");
    w.set("AWS_DEFAULT_REGION", "eu-west-2");
    EXPECT_EQ(load(w).region.value, "eu-west-2");
    EXPECT_EQ(load(w).region.source, "AWS_DEFAULT_REGION");
    w.set("AWS_REGION", "eu-west-1");
    EXPECT_EQ(load(w).region.value, "eu-west-1");
    EXPECT_EQ(load(w).region.source, "AWS_REGION");
    aws_config_overrides given;
    given.region = "eu-north-1";
    EXPECT_EQ(load(w, given).region.value, "eu-north-1");
}

TEST(aws_config, blank_values_count_as_missing) {
    fake_world w;
    w.set("AWS_REGION", "")
        .set("AWS_DEFAULT_REGION", " \n")
        .set("AWS_ENDPOINT_URL", "")
        .set("AWS_MAX_ATTEMPTS", " ");
    w.config("[default]\nregion =\nuse_fips_endpoint =\n");
    auto const c = load(w);
    EXPECT_FALSE(c.region);
    EXPECT_FALSE(c.endpoint_url);
    EXPECT_FALSE(c.max_attempts);
    EXPECT_FALSE(c.use_fips);
}

TEST(aws_config, white_space_around_a_variable_is_not_part_of_it) {
    EXPECT_EQ(load(fake_world().set("AWS_REGION", " eu-west-1\n")).region.value, "eu-west-1");
}

TEST(aws_config, settings_are_those_of_the_chosen_profile_alone) {
    fake_world w;
    w.config("[default]\nregion = a\nmax_attempts = 9\n[profile dev]\nregion = b\n")
        .set("AWS_PROFILE", "dev");
    auto const c = load(w);
    EXPECT_EQ(c.profile.value, "dev");
    EXPECT_EQ(c.profile.source, "AWS_PROFILE");
    EXPECT_EQ(c.region.value, "b");
    EXPECT_FALSE(c.max_attempts);
}

TEST(aws_config, a_named_profile_that_is_missing_is_an_error_and_the_default_one_is_not) {
    fake_world w;
    w.config("[profile a]\n").set("AWS_PROFILE", "b");
    EXPECT_EQ(error_of(w),
              "profile b (AWS_PROFILE) does not exist; looked at /home/u/.aws/config, "
              "/home/u/.aws/credentials (not there); profiles there: a");
    aws_config_overrides given;
    given.profile = "c";
    EXPECT_THAT(error_of(w, given), HasSubstr("profile c (given"));
    w.set("AWS_PROFILE", "default");
    EXPECT_EQ(load(w).profile.source, "AWS_PROFILE");
}

TEST(aws_config, a_missing_profile_names_a_file_that_could_not_be_read) {
    fake_world w;
    w.unreadable("/home/u/.aws/config", "Permission denied").set("AWS_PROFILE", "b");
    EXPECT_THAT(error_of(w), HasSubstr("/home/u/.aws/config (unreadable: Permission denied)"));
    EXPECT_THAT(error_of(w), HasSubstr("there are no profiles at all"));
}

TEST(aws_config, each_place_of_the_endpoint_goes_before_the_ones_after_it) {
    fake_world w;
    w.config(
        "[default]\nendpoint_url = http://five\nservices = s\n"
        "[services s]\nsts =\n  endpoint_url = http://wrong\ndynamodb =\n  max_attempts = 1\n  "
        "endpoint_url = http://four\n");
    w.set("AWS_ENDPOINT_URL", "http://three").set("AWS_ENDPOINT_URL_DYNAMODB", "http://two");
    aws_config_overrides given;
    given.endpoint_url = "http://one";
    EXPECT_EQ(load(w, given).endpoint_url.value, "http://one");
    EXPECT_EQ(load(w).endpoint_url.value, "http://two");
    EXPECT_EQ(load(w).endpoint_url.source, "AWS_ENDPOINT_URL_DYNAMODB");
    w.unset("AWS_ENDPOINT_URL_DYNAMODB");
    EXPECT_EQ(load(w).endpoint_url.value, "http://three");
    w.unset("AWS_ENDPOINT_URL");
    EXPECT_EQ(load(w).endpoint_url.value, "http://four");
    EXPECT_EQ(load(w).endpoint_url.source, "endpoint_url of dynamodb in services s in /home/u/.aws/config:9");
    w.config(
        "[default]\nendpoint_url = http://five\nservices = s\n[services s]\nsts =\n endpoint_url = "
        "http://w\n");
    EXPECT_EQ(load(w).endpoint_url.value, "http://five");
}

TEST(aws_config, configured_endpoints_can_be_ignored_but_for_the_callers) {
    fake_world w;
    w.set("AWS_ENDPOINT_URL", "http://env").config("[default]\nignore_configured_endpoint_urls = True\n");
    EXPECT_FALSE(load(w).endpoint_url);
    aws_config_overrides given;
    given.endpoint_url = "http://one";
    EXPECT_EQ(load(w, given).endpoint_url.value, "http://one");
    w.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false");
    EXPECT_EQ(load(w).endpoint_url.value, "http://env");
}

TEST(aws_config, a_services_section_that_is_missing_is_an_error_only_where_it_is_needed) {
    fake_world w;
    w.config("[default]\nservices = s\n");
    EXPECT_EQ(
        error_of(w),
        "services of profile default in /home/u/.aws/config:2 is \"s\": there is no section [services s]");
    w.set("AWS_ENDPOINT_URL", "http://h");
    EXPECT_EQ(load(w).endpoint_url.value, "http://h");
}

TEST(aws_config, an_endpoint_that_is_no_url_is_refused_without_its_text) {
    fake_world w;
    w.set("AWS_ENDPOINT_URL", "http://u:hush@h");
    EXPECT_THAT(error_of(w),
                HasSubstr("endpoint URL (AWS_ENDPOINT_URL): not a usable URL: it has a user name"));
    EXPECT_THAT(error_of(w), Not(HasSubstr("hush")));
}

TEST(aws_config, flags_mode_and_count_come_from_environment_and_profile) {
    fake_world w;
    w.config(
        "[default]\nuse_fips_endpoint = TRUE\nuse_dualstack_endpoint = true\n"
        "account_id_endpoint_mode = Required\nmax_attempts = 7\nca_bundle = /ca.pem\n");
    auto c = load(w);
    EXPECT_TRUE(c.use_fips.value);
    EXPECT_TRUE(c.use_dualstack.value);
    EXPECT_EQ(c.account_mode.value, account_id_mode::required);
    EXPECT_EQ(c.max_attempts.value, 7);
    EXPECT_EQ(c.ca_bundle.value, "/ca.pem");
    EXPECT_EQ(c.max_attempts.source, "max_attempts of profile default in /home/u/.aws/config:5");
    w.set("AWS_USE_FIPS_ENDPOINT", "False").set("AWS_USE_DUALSTACK_ENDPOINT", "false");
    w.set("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled")
        .set("AWS_MAX_ATTEMPTS", "1")
        .set("AWS_CA_BUNDLE", "/env.pem");
    c = load(w);
    EXPECT_FALSE(c.use_fips.value);
    EXPECT_EQ(c.use_fips.source, "AWS_USE_FIPS_ENDPOINT");
    EXPECT_FALSE(c.use_dualstack.value);
    EXPECT_EQ(c.account_mode.value, account_id_mode::disabled);
    EXPECT_EQ(c.max_attempts.value, 1);
    EXPECT_EQ(c.ca_bundle.source, "AWS_CA_BUNDLE");
}

TEST(aws_config, values_that_cannot_be_meant_name_their_source) {
    EXPECT_EQ(error_of(fake_world().set("AWS_USE_FIPS_ENDPOINT", "yes")),
              "AWS_USE_FIPS_ENDPOINT is \"yes\": neither true nor false");
    EXPECT_EQ(error_of(fake_world().set("AWS_ACCOUNT_ID_ENDPOINT_MODE", "maybe")),
              "AWS_ACCOUNT_ID_ENDPOINT_MODE is \"maybe\": none of preferred, required, disabled");
    for (auto const* count : {"0", "-1", "three", "3x", "+3", "99999999999"})
        EXPECT_THAT(error_of(fake_world().set("AWS_MAX_ATTEMPTS", count)), HasSubstr("AWS_MAX_ATTEMPTS is"))
            << count;
    EXPECT_THAT(error_of(fake_world().config("[default]\nuse_dualstack_endpoint = 1\n")),
                HasSubstr("use_dualstack_endpoint of profile default in /home/u/.aws/config:2 is \"1\""));
}

TEST(aws_config, a_file_that_does_not_parse_fails_with_its_line) {
    auto const config = load_aws_config(fake_world().config("[default\n").outside());
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code(), errc::malformed_file);
    EXPECT_EQ(config.error().message(), "/home/u/.aws/config:1: Profile definition must end with ']'");
}

TEST(aws_config, warnings_go_to_the_log) {
    fake_world w;
    w.config("[dev]\nregion = r\n");
    load(w);
    EXPECT_THAT(w.log(),
                ElementsAre(HasSubstr("warning: /home/u/.aws/config:1: the section \"[dev]\" is ignored")));
}

TEST(aws_config, the_retry_mode_is_read_and_legacy_means_standard) {
    fake_world w;
    EXPECT_FALSE(load(w).retries);
    w.set("AWS_RETRY_MODE", "Adaptive");
    EXPECT_EQ(load(w).retries.value, retry_mode::adaptive);
    EXPECT_EQ(load(w).retries.source, "AWS_RETRY_MODE");
    w.set("AWS_RETRY_MODE", "legacy");
    EXPECT_EQ(load(w).retries.value, retry_mode::standard);
    w.set("AWS_RETRY_MODE", "often");
    EXPECT_THAT(error_of(w, {}),
                HasSubstr("AWS_RETRY_MODE is \"often\": none of standard, adaptive, legacy"));
}

TEST(aws_config, what_is_given_goes_before_variables_even_broken_ones) {
    fake_world w;
    w.set("AWS_USE_FIPS_ENDPOINT", "perhaps");
    aws_config_overrides given;
    given.use_fips = true;
    given.use_dualstack = false;
    given.account_mode = account_id_mode::required;
    auto const c = load(w, given);
    EXPECT_TRUE(c.use_fips.value);
    EXPECT_EQ(c.use_fips.source, "given explicitly");
    EXPECT_EQ(c.account_mode.value, account_id_mode::required);
}

}  // namespace
}  // namespace ddbsnap
