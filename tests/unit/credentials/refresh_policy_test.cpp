#include "credentials/refresh_policy.hpp"

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using namespace std::chrono_literals;
using advice = refresh_policy::advice;

system_time const noon{std::chrono::hours(500'000)};

TEST(refresh_policy, waits_for_the_first_keys) {
    refresh_policy const policy;
    EXPECT_EQ(policy.at(noon), advice::wait);
    EXPECT_FALSE(policy.next_load());
}

TEST(refresh_policy, keys_without_an_end_are_never_renewed_by_themselves) {
    refresh_policy policy;
    policy.loaded(noon, std::nullopt, 0.5);
    EXPECT_EQ(policy.at(noon + 24h * 365), advice::use);
    EXPECT_FALSE(policy.next_load());
}

TEST(refresh_policy, renews_five_to_six_minutes_ahead_while_the_keys_are_in_use) {
    for (auto const& [jitter, early] : {std::pair(0.0, 5min), std::pair(0.999999, 6min)}) {
        refresh_policy policy;
        policy.loaded(noon, noon + 1h, jitter);
        auto const due = *policy.next_load();
        EXPECT_NEAR(static_cast<double>((noon + 1h - due).count()),
                    static_cast<double>(std::chrono::milliseconds(early).count()), 2);
        EXPECT_EQ(policy.at(due - 1ms), advice::use);
        EXPECT_EQ(policy.at(due), advice::use_and_renew);
        EXPECT_EQ(policy.at(noon + 1h - 1ms), advice::use_and_renew);
        EXPECT_EQ(policy.at(noon + 1h), advice::wait);
    }
}

TEST(refresh_policy, keys_of_a_short_life_are_renewed_after_half_of_it) {
    refresh_policy policy;
    policy.loaded(noon, noon + 2min, 0.7);
    EXPECT_EQ(policy.next_load(), noon + 1min);
}

TEST(refresh_policy, a_failure_leaves_working_keys_in_use_and_pauses) {
    refresh_policy policy;
    policy.loaded(noon, noon + 1h, 0);
    auto const due = noon + 55min;
    policy.failed(due, 0);
    EXPECT_EQ(policy.at(due), advice::use);
    EXPECT_EQ(policy.at(due + 500ms), advice::use_and_renew);
}

TEST(refresh_policy, pauses_double_up_to_a_minute_and_begin_anew_after_a_success) {
    refresh_policy policy;
    auto const almost_one = 0.999999;
    for (auto const expected : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
        policy.failed(noon, almost_one);
        EXPECT_EQ(policy.at(noon + expected - 10ms), advice::give_up) << expected.count();
        EXPECT_EQ(policy.at(noon + expected), advice::wait) << expected.count();
    }
    policy.loaded(noon, noon + 1h, 0);
    policy.failed(noon + 2h, almost_one);
    EXPECT_EQ(policy.at(noon + 2h + 1s), advice::wait);
}

TEST(refresh_policy, keys_that_come_expired_are_used_and_asked_for_again_after_a_minute) {
    refresh_policy policy;
    policy.loaded(noon, noon - 1h, 0);
    EXPECT_EQ(policy.at(noon), advice::use);
    EXPECT_EQ(policy.next_load(), noon + 1min);
    EXPECT_EQ(policy.at(noon + 1min), advice::use_and_renew);
}

TEST(refresh_policy, loads_are_forced_at_most_every_ten_seconds) {
    refresh_policy policy;
    EXPECT_TRUE(policy.may_force(noon));
    EXPECT_FALSE(policy.may_force(noon + 9s));
    EXPECT_TRUE(policy.may_force(noon + 10s));
}

}  // namespace
}  // namespace ddbsnap
