#include "aws/hedge_policy.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using namespace std::chrono_literals;
using enum hedge_policy::read;

constexpr hedge_policy::limits tenth{90, 5ms, 0.1};

TEST(latency_window, says_nothing_before_it_knows_enough) {
    latency_window window(50);
    for (std::size_t i = 0; i + 1 < latency_window::least; ++i) window.add(1ms);
    EXPECT_FALSE(window.percentile());
    window.add(1ms);
    EXPECT_EQ(window.percentile(), 1ms);
}

TEST(latency_window, gives_the_nearest_rank) {
    // Of 1 ... 64 ms: ceil(P / 100 * 64) ms, as the nearest-rank method has it.
    for (auto const& [percentile, expected] :
         {std::pair{50.0, 32ms}, {90.0, 58ms}, {95.0, 61ms}, {99.0, 64ms}, {100.0, 64ms}, {0.001, 1ms}}) {
        latency_window window(percentile);
        for (int i = 64; i >= 1; --i) window.add(std::chrono::milliseconds(i));
        EXPECT_EQ(window.percentile(), expected) << percentile;
    }
}

TEST(latency_window, forgets_what_is_long_ago) {
    latency_window window(50);
    for (std::size_t i = 0; i < 1000; ++i) window.add(9s);
    for (std::size_t i = 0; i < latency_window::size; ++i) window.add(2ms);
    EXPECT_EQ(window.percentile(), 2ms);
}

TEST(hedge_policy, is_off_unless_asked_for) {
    hedge_policy policy({});
    EXPECT_FALSE(policy.is_on());
    for (int i = 0; i < 1000; ++i) policy.on_answer(get_item, 20ms);
    EXPECT_FALSE(policy.delay(get_item));
    EXPECT_FALSE(policy.spend());
}

TEST(hedge_policy, a_read_is_slow_beyond_the_percentile_of_its_own_kind_but_not_before_the_least_time) {
    hedge_policy policy(tenth);
    for (int i = 0; i < 64; ++i) {
        policy.on_answer(get_item, 1ms);
        policy.on_answer(query, 80ms);
    }
    EXPECT_EQ(policy.delay(get_item), 5ms);
    EXPECT_EQ(policy.delay(query), 80ms);
}

TEST(hedge_policy, hedges_stay_the_set_part_of_all_reads_however_slow_they_are) {
    hedge_policy policy(tenth);
    int hedges = 0;
    for (int i = 0; i < 1000; ++i) {
        if (policy.spend()) ++hedges;
        policy.on_answer(get_item, 30s);
    }
    EXPECT_GE(hedges, 95);
    EXPECT_LE(hedges, 100);
}

TEST(hedge_policy, a_quiet_time_saves_up_ten_hedges_at_most) {
    hedge_policy policy(tenth);
    for (int i = 0; i < 100'000; ++i) policy.on_answer(get_item, 1ms);
    int hedges = 0;
    while (policy.spend()) ++hedges;
    EXPECT_LE(hedges, 10);
    EXPECT_GE(hedges, 9);
}

}  // namespace
}  // namespace ddbsnap::aws
