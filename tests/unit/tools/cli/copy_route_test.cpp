#include "cli/copy_route.hpp"

#include "support/data_file.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::cli {
namespace {

using kind = copy_route::kind;
using std::chrono::milliseconds;

constexpr auto file_name = "20261119093047006-snapshot.cfg";
constexpr auto item_name = "20261119093047006-snapshot.cfg_1795080647006_2";
system_time const stamp{milliseconds(1795080647006)};
system_time const other_time{milliseconds(1795080649999)};

snapshot_info named(std::string name, system_time created) {
    snapshot_info info;
    info.name = std::move(name);
    info.created = created;
    return info;
}

std::string torchserves_body() { return test::read_data(std::string("torchserve/") + file_name); }

copy_place place(kind from, kind to, snapshot_info const& info, std::string_view body,
                 std::string_view series = "", time_zone const& zone = {}) {
    return copy_route(from, to, series, zone).place_of(info, body);
}

TEST(copy_route, a_torchserve_file_gets_the_plugins_item_name_in_a_table) {
    auto const to = place(kind::file, kind::table, named(file_name, stamp), torchserves_body());
    EXPECT_EQ(to.name, item_name);
    EXPECT_EQ(to.created, stamp);
    EXPECT_TRUE(to.is_unique_name);
}

TEST(copy_route, its_time_in_a_table_is_the_one_it_names_itself_whatever_zone_the_file_was_named_in) {
    auto const read_elsewhere = named(file_name, stamp - std::chrono::hours(2));
    EXPECT_EQ(place(kind::file, kind::table, read_elsewhere, torchserves_body()).created, stamp);
}

TEST(copy_route, an_item_of_the_plugin_gets_torchserves_own_file_name) {
    auto const to = place(kind::table, kind::file, named(item_name, stamp), "");
    EXPECT_EQ(to.name, file_name);
    EXPECT_EQ(to.created, stamp);
}

TEST(copy_route, its_file_has_the_time_in_its_name_whenever_it_was_stored) {
    EXPECT_EQ(place(kind::table, kind::file, named(item_name, other_time), "").created, stamp);
    time_zone const zone(std::chrono::hours(2));
    EXPECT_EQ(place(kind::table, kind::file, named(item_name, other_time), "", "", zone).created,
              stamp - std::chrono::hours(2));
}

TEST(copy_route, a_file_that_was_given_another_name_keeps_it) {
    for (auto const* name : {"before upgrade", "20261119093047007-snapshot.cfg"})
        EXPECT_EQ(place(kind::file, kind::table, named(name, other_time), torchserves_body()).name, name);
}

TEST(copy_route, a_file_of_that_name_with_another_body_keeps_it) {
    auto const to = place(kind::file, kind::table, named(file_name, stamp), "workers=4\n");
    EXPECT_EQ(to.name, file_name);
    EXPECT_EQ(to.created, stamp);
}

TEST(copy_route, names_and_times_stay_between_stores_of_one_kind_and_in_named_series) {
    struct {
        kind from, to;
        char const* series;
    } const ways[] = {{kind::file, kind::file, ""},
                      {kind::table, kind::table, ""},
                      {kind::file, kind::table, "blue"},
                      {kind::table, kind::file, "blue"}};
    for (auto const& way : ways)
        for (auto const* name : {file_name, item_name, "state"}) {
            auto const to = place(way.from, way.to, named(name, other_time), torchserves_body(), way.series);
            EXPECT_EQ(to.name, name);
            EXPECT_EQ(to.created, other_time);
            EXPECT_FALSE(to.is_unique_name);
        }
}

TEST(copy_route, the_body_decides_from_files_to_the_default_series_of_a_table_alone) {
    EXPECT_TRUE(copy_route(kind::file, kind::table, "", {}).needs_body());
    EXPECT_FALSE(copy_route(kind::file, kind::table, "blue", {}).needs_body());
    EXPECT_FALSE(copy_route(kind::table, kind::file, "", {}).needs_body());
    EXPECT_FALSE(copy_route(kind::file, kind::file, "", {}).needs_body());
}

}  // namespace
}  // namespace ddbsnap::cli
