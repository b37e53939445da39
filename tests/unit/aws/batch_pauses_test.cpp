#include "aws/batch_pauses.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using ms = std::chrono::milliseconds;

TEST(batch_pauses, grow_with_each_request_that_comes_to_nothing_up_to_five_seconds) {
    batch_pauses pauses(100);
    for (int const expected : {50, 100, 200, 400, 800, 1600, 3200, 5000, 5000})
        EXPECT_EQ(pauses.after(25, 25, 1.0), ms(expected));
}

TEST(batch_pauses, are_half_at_random) {
    EXPECT_EQ(batch_pauses(9).after(25, 25, 0.0), ms(25));
    EXPECT_EQ(batch_pauses(9).after(25, 25, 0.5), ms(38));
}

TEST(batch_pauses, begin_anew_when_something_was_processed) {
    batch_pauses pauses(100);
    EXPECT_EQ(pauses.after(25, 25, 1.0), ms(50));
    EXPECT_EQ(pauses.after(25, 25, 1.0), ms(100));
    EXPECT_EQ(pauses.after(25, 24, 1.0), ms(50));
    EXPECT_EQ(pauses.after(25, 25, 1.0), ms(50));
}

TEST(batch_pauses, are_none_where_nothing_is_left) { EXPECT_EQ(batch_pauses(1).after(25, 0, 1.0), ms(0)); }

TEST(batch_pauses, end_with_the_patience) {
    batch_pauses pauses(3);
    EXPECT_TRUE(pauses.after(1, 1, 0));
    EXPECT_TRUE(pauses.after(1, 1, 0));
    EXPECT_FALSE(pauses.after(1, 1, 0));
}

}  // namespace
}  // namespace ddbsnap::aws
