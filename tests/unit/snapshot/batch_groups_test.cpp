#include "snapshot/batch_groups.hpp"

#include <ddbsnap/attribute_value.hpp>

#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<batch_candidate> of_sizes(std::vector<std::size_t> const& sizes) {
    std::vector<batch_candidate> all;
    for (auto const size : sizes) all.push_back({all.size(), size, std::to_string(all.size())});
    return all;
}

TEST(batch_groups, of_nothing_are_none) { EXPECT_THAT(group_into_batches({}), IsEmpty()); }

TEST(batch_groups, hold_25_at_most) {
    auto const groups = group_into_batches(of_sizes(std::vector<std::size_t>(51, 100)));
    ASSERT_EQ(groups.size(), 3u);
    EXPECT_EQ(groups[0].size(), 25u);
    EXPECT_EQ(groups[1].size(), 25u);
    EXPECT_THAT(groups[2], ElementsAre(50));
}

TEST(batch_groups, hold_so_much_that_their_json_fits_whatever_is_in_it) {
    auto const groups = group_into_batches(of_sizes(std::vector<std::size_t>(25, max_item_size)));
    for (auto const& group : groups) {
        // BatchWriteItem takes 16 MB; U+0001 is \u0001 in JSON.
        EXPECT_LE(group.size() * max_item_size * 6, 16u << 20);
        EXPECT_GE(group.size(), 1u);
    }
    EXPECT_EQ(groups.size(), 5u);
}

TEST(batch_groups, put_each_where_it_fits_first) {
    auto const groups = group_into_batches(of_sizes({2'000'000, 1'000'000, 500'000, 1'500'000}));
    EXPECT_THAT(groups, ElementsAre(ElementsAre(0, 2), ElementsAre(1, 3)));
}

TEST(batch_groups, never_hold_one_key_twice) {
    auto const groups = group_into_batches({{0, 10, "a"}, {1, 10, "a"}, {2, 10, "b"}, {3, 10, "a"}});
    EXPECT_THAT(groups, ElementsAre(ElementsAre(0, 2), ElementsAre(1), ElementsAre(3)));
}

}  // namespace
}  // namespace ddbsnap
