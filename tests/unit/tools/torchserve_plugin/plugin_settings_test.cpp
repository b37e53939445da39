#include "torchserve_plugin/jni/plugin_settings.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

namespace ddbsnap::torchserve_plugin {
namespace {

TEST(plugin_settings, are_read_from_names_and_values) {
    auto const s = read_plugin_settings({{"store", "dynamodb:T"},
                                         {"series", "host-7"},
                                         {"spool_dir", "/var/spool/s"},
                                         {"time_zone", ""},
                                         {"zone_of_jvm", "Asia/Tokyo"},
                                         {"offset_of_jvm", "+09:00"},
                                         {"keep", "12"},
                                         {"least_level", "1"}});
    ASSERT_TRUE(s) << s.error().to_string();
    EXPECT_EQ(s->store, "dynamodb:T");
    EXPECT_EQ(s->series, "host-7");
    EXPECT_EQ(s->spool_dir, "/var/spool/s");
    EXPECT_EQ(s->zone_of_jvm, "Asia/Tokyo");
    EXPECT_EQ(s->offset_of_jvm, "+09:00");
    EXPECT_EQ(s->keep, 12u);
    EXPECT_EQ(s->least, log_level::debug);
}

TEST(plugin_settings, say_which_one_cannot_be_read) {
    for (auto const& [name, value] : std::vector<std::pair<std::string, std::string>>{
             {"keep", "many"}, {"keep", "-1"}, {"keep", ""}, {"least_level", "9"}, {"colour", "3"}}) {
        auto const s = read_plugin_settings({{name, value}});
        ASSERT_FALSE(s) << name << '=' << value;
        EXPECT_NE(s.error().to_string().find("'" + name + "'"), std::string::npos) << s.error().to_string();
    }
}

TEST(plugin_settings, go_before_the_environment_of_the_process) {
    auto const s = read_plugin_settings({{"AWS_REGION", "eu-north-1"}});
    ASSERT_TRUE(s);
    auto const outside = world_for(*s);
    EXPECT_EQ(outside.environment("AWS_REGION"), "eu-north-1");
    EXPECT_EQ(outside.environment("PATH"), std::string(std::getenv("PATH")));
    EXPECT_EQ(outside.environment("NOBODY_HAS_SET_THIS"), std::nullopt);
}

}  // namespace
}  // namespace ddbsnap::torchserve_plugin
