#include "model_server/registry.hpp"

#include <gtest/gtest.h>

namespace model_server {
namespace {

registry with_two_versions() {
    registry models;
    EXPECT_EQ(models.add("noop", "1.0", {}), refusal::none);
    EXPECT_EQ(models.add("noop", "2.0", {}), refusal::none);
    return models;
}

TEST(registry, the_first_version_of_a_model_is_its_default) {
    EXPECT_EQ(with_two_versions().find("noop")->default_version, "1.0");
}

TEST(registry, a_version_is_registered_once) {
    auto models = with_two_versions();
    auto const before = models;
    EXPECT_EQ(models.add("noop", "2.0", {}), refusal::already_registered);
    EXPECT_EQ(models, before);
}

TEST(registry, scaling_without_a_version_is_of_the_default_one) {
    auto models = with_two_versions();
    EXPECT_EQ(models.scale("noop", "", 3, 5), refusal::none);
    auto const& versions = models.find("noop")->versions;
    EXPECT_EQ(versions.at("1.0").min_workers, 3);
    EXPECT_EQ(versions.at("1.0").max_workers, 5);
    EXPECT_EQ(versions.at("2.0").min_workers, 0);
}

TEST(registry, the_default_version_goes_last) {
    auto models = with_two_versions();
    EXPECT_EQ(models.remove("noop", ""), refusal::is_default_version);
    EXPECT_EQ(models.remove("noop", "1.0"), refusal::is_default_version);
    EXPECT_EQ(models.remove("noop", "2.0"), refusal::none);
    EXPECT_EQ(models.remove("noop", ""), refusal::none);
    EXPECT_EQ(models.find("noop"), nullptr);
}

TEST(registry, another_version_can_be_made_the_default) {
    auto models = with_two_versions();
    EXPECT_EQ(models.set_default("noop", "2.0"), refusal::none);
    EXPECT_EQ(models.remove("noop", "1.0"), refusal::none);
    EXPECT_EQ(models.find("noop")->default_version, "2.0");
}

TEST(registry, what_is_not_there_is_told_apart) {
    auto models = with_two_versions();
    auto const before = models;
    EXPECT_EQ(models.scale("nope", "", 1, 1), refusal::no_such_model);
    EXPECT_EQ(models.scale("noop", "3.0", 1, 1), refusal::no_such_version);
    EXPECT_EQ(models.set_default("nope", "1.0"), refusal::no_such_model);
    EXPECT_EQ(models.set_default("noop", "3.0"), refusal::no_such_version);
    EXPECT_EQ(models.remove("nope", ""), refusal::no_such_model);
    EXPECT_EQ(models.remove("noop", "3.0"), refusal::no_such_version);
    EXPECT_EQ(models, before);
}

}  // namespace
}  // namespace model_server
