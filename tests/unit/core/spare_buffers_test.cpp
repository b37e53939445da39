#include "core/spare_buffers.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace ddbsnap {
namespace {

std::string of_capacity(std::size_t n) {
    std::string s;
    s.reserve(n);
    return s;
}

struct spare_buffers : testing::Test {
    spare_buffers() {
        while (take_spare(0).capacity() >= 2048) {
        }
    }
};

TEST_F(spare_buffers, what_was_kept_comes_back_empty) {
    auto s = of_capacity(10'000);
    s = "content";
    auto const* const memory = s.data();
    keep_spare(std::move(s));
    auto const again = take_spare(5'000);
    EXPECT_TRUE(again.empty());
    EXPECT_EQ(again.data(), memory);
    EXPECT_LT(take_spare(5'000).capacity(), 100u);
}

TEST_F(spare_buffers, the_smallest_that_is_large_enough_is_taken_else_the_largest) {
    for (std::size_t n : {40'000, 10'000, 20'000}) keep_spare(of_capacity(n));
    EXPECT_EQ(take_spare(15'000).capacity(), 20'000u);
    EXPECT_EQ(take_spare(100'000).capacity(), 40'000u);
    EXPECT_EQ(take_spare(0).capacity(), 10'000u);
}

TEST_F(spare_buffers, at_most_a_megabyte_is_kept_and_nothing_small) {
    keep_spare(of_capacity(100));
    EXPECT_LT(take_spare(0).capacity(), 100u);
    for (int i = 0; i < 10; ++i) keep_spare(of_capacity(400'000));
    std::size_t sum = 0;
    for (bool is_more = true; is_more;) {
        auto const s = take_spare(0);
        is_more = s.capacity() >= 2048;
        if (is_more) sum += s.capacity();
    }
    EXPECT_LE(sum, 1u << 20);
    EXPECT_GE(sum, 800'000u);
}

TEST_F(spare_buffers, larger_ones_take_the_places_of_smaller_ones) {
    for (int i = 0; i < 10; ++i) keep_spare(of_capacity(3'000));
    keep_spare(of_capacity(300'000));
    EXPECT_EQ(take_spare(200'000).capacity(), 300'000u);
}

}  // namespace
}  // namespace ddbsnap
