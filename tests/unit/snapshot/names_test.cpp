#include <ddbsnap/snapshot.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

TEST(names, the_default_series_and_plain_names_are_good) {
    for (auto const& good :
         std::vector<std::string>{"", "a", "host-1.example_X", std::string(128, 'x'), "-", "_."})
        EXPECT_TRUE(check_series_name(good)) << good;
}

TEST(names, a_series_outside_its_alphabet_or_length_is_refused) {
    for (auto const& bad : std::vector<std::string>{".", "..", ".a", "a/b", "a b", "a#b", "\xc3\xa9",
                                                    std::string(129, 'x'), std::string("a\0b", 3), "a\n"}) {
        auto const checked = check_series_name(bad);
        ASSERT_FALSE(checked) << bad;
        EXPECT_EQ(checked.error().code(), errc::invalid_name);
    }
}

TEST(names, a_snapshot_name_is_any_visible_text) {
    for (auto const& good : std::vector<std::string>{"a", "20261123104555123-snapshot.cfg", "with space",
                                                     "a#b", "é/ü", "😀", "part-0001", std::string(1024, 'x')})
        EXPECT_TRUE(check_snapshot_name(good)) << good;
}

TEST(names, a_snapshot_name_that_is_not_visible_text_or_is_the_stores_own_is_refused) {
    for (auto const& bad :
         std::vector<std::string>{"", "#head", "#", "a#part-0001", std::string(1025, 'x'), "a\tb", "a\x7f",
                                  "a\xc2\x85", "\xff", "\xed\xa0\xbd", std::string("a\0", 2)}) {
        auto const checked = check_snapshot_name(bad);
        ASSERT_FALSE(checked) << bad;
        EXPECT_EQ(checked.error().code(), errc::invalid_name);
        EXPECT_THAT(checked.error().message(), testing::Not(testing::HasSubstr("\n")));
    }
}

TEST(names, the_default_name_is_the_one_torchserve_gives) {
    EXPECT_EQ(default_snapshot_name(system_time(std::chrono::milliseconds(1795430755123))),
              "20261123104555123-snapshot.cfg");
}

}  // namespace
}  // namespace ddbsnap
