#include "snapshot/file_name.hpp"

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

system_time const created{std::chrono::milliseconds(1795430755123)};  // 2026-11-23 10:45:55,123 UTC
time_zone const utc;

TEST(file_name, torchserves_own_names_stand_as_they_are) {
    for (auto const* name : {"20261123104555123-startup.cfg", "20261123104555123-snapshot.cfg",
                             "20261123104555123-shutdown.cfg"}) {
        EXPECT_EQ(*file_name_of(name, created, utc), name);
        auto const parts = parse_file_name(name, utc);
        ASSERT_TRUE(parts);
        EXPECT_EQ(parts->created, created);
        EXPECT_EQ(parts->name, name);
    }
}

TEST(file_name, any_other_name_gets_the_stamp_before_it_and_is_read_without) {
    for (auto const* name : {"before upgrade", "20261123104555124-snapshot.cfg",
                             "20261123104555123-other.cfg", "a-b", "\xc3\xa9", ".hidden"}) {
        auto const file_name = file_name_of(name, created, utc);
        EXPECT_EQ(*file_name, "20261123104555123-" + std::string(name));
        auto const parts = parse_file_name(*file_name, utc);
        ASSERT_TRUE(parts) << name;
        EXPECT_EQ(parts->created, created);
        EXPECT_EQ(parts->name, name);
    }
}

TEST(file_name, the_stamp_is_on_the_zones_wall_clock) {
    time_zone const zone(std::chrono::hours(2));
    EXPECT_EQ(*file_name_of("20261123124555123-snapshot.cfg", created, zone),
              "20261123124555123-snapshot.cfg");
    EXPECT_EQ(*file_name_of("20261123104555123-snapshot.cfg", created, zone),
              "20261123124555123-20261123104555123-snapshot.cfg");
    EXPECT_EQ(parse_file_name("20261123124555123-snapshot.cfg", zone)->created, created);
}

TEST(file_name, slashes_and_names_of_more_than_255_bytes_are_refused) {
    EXPECT_EQ(file_name_of("a/b", created, utc).error().code(), errc::invalid_name);
    EXPECT_EQ(file_name_of("../b", created, utc).error().code(), errc::invalid_name);
    EXPECT_EQ(file_name_of(std::string(237, 'x'), created, utc)->size(), 255u);
    EXPECT_EQ(file_name_of(std::string(238, 'x'), created, utc).error().code(), errc::invalid_name);
}

TEST(file_name, a_time_that_has_no_stamp_is_refused) {
    EXPECT_EQ(file_name_of("a", system_time(std::chrono::milliseconds(253402300800000)), utc).error().code(),
              errc::invalid_argument);
    EXPECT_EQ(file_name_of("a", system_time::max(), utc).error().code(), errc::invalid_argument);
    EXPECT_EQ(file_name_of("a", system_time::min(), utc).error().code(), errc::invalid_argument);
}

TEST(file_name, other_files_are_not_taken_for_snapshots) {
    for (auto const* other : {"", "config.properties", "20261123104555123", "20261123104555123-",
                              "20261323104555123-a", "2026-a", "20261123104555123_a", "20261123104555123-a\n",
                              "20261123104555123-\xff", "20261123104555123-#head"})
        EXPECT_FALSE(parse_file_name(other, utc)) << other;
}

}  // namespace
}  // namespace ddbsnap
