#include "snapshot/torchserve_names.hpp"

#include "support/data_file.hpp"

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

TEST(torchserve_names, the_three_kinds_of_file_names_are_torchserves) {
    EXPECT_TRUE(is_torchserve_file_name("20261119081502118-startup.cfg"));
    EXPECT_TRUE(is_torchserve_file_name("20261119093047006-snapshot.cfg"));
    EXPECT_TRUE(is_torchserve_file_name("20261119220000431-shutdown.cfg"));
}

TEST(torchserve_names, other_file_names_are_not) {
    for (auto const* name :
         {"", "snapshot.cfg", "-snapshot.cfg", "20261119093047006", "20261119093047006-other.cfg",
          "20261119093047006_snapshot.cfg", "2026111909304700-snapshot.cfg", "20261319093047006-snapshot.cfg",
          "20261119093047006-snapshot.cfg.swp", ".20261119093047006-snapshot.cfg"})
        EXPECT_FALSE(is_torchserve_file_name(name)) << name;
}

TEST(torchserve_names, an_items_name_is_the_plugins_and_leads_back_to_the_file) {
    auto const body = test::read_data("torchserve/20261119093047006-snapshot.cfg");
    EXPECT_EQ(item_name_for_body(body), "20261119093047006-snapshot.cfg_1795080647006_2");
    EXPECT_EQ(file_name_in_item_name("20261119093047006-snapshot.cfg_1795080647006_2"),
              "20261119093047006-snapshot.cfg");
}

TEST(torchserve_names, a_body_that_is_not_torchserves_gives_no_item_name) {
    EXPECT_EQ(item_name_for_body("workers=4\n"), std::nullopt);
    EXPECT_EQ(item_name_for_body(""), std::nullopt);
}

TEST(torchserve_names, other_items_names_lead_to_no_file) {
    for (auto const* name :
         {"", "_", "__", "20261119093047006-snapshot.cfg", "20261119093047006-snapshot.cfg_1795080647006",
          "20261119093047006-snapshot.cfg__2", "20261119093047006-snapshot.cfg_1795080647006_",
          "20261119093047006-snapshot.cfg_1795080647006_two", "20261119093047006-snapshot.cfg_-5_2",
          "state_1795080647006_2", "20261119093047006-other.cfg_1795080647006_2"})
        EXPECT_EQ(file_name_in_item_name(name), std::nullopt) << name;
}

}  // namespace
}  // namespace ddbsnap
