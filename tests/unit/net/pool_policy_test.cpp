#include "net/pool_policy.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace ddbsnap::net {
namespace {

using namespace std::chrono_literals;
using need = pool_policy::need_verdict;
using returned = pool_policy::return_verdict;
using idle = pool_policy::idle_verdict;

steady_time const t0{1'000'000s};

connection_options options(std::size_t min_warm, std::size_t most, std::size_t may_wait = 2) {
    connection_options o;
    o.min_warm = min_warm;
    o.max_connections = most;
    o.max_waiting = may_wait;
    o.max_idle = 40s;
    o.max_age = 400s;
    return o;
}

// Counts are busy, idle, opening, waiting.

TEST(pool_policy, a_call_takes_opens_waits_or_is_refused) {
    struct row {
        pool_counts now;
        need verdict;
    };
    pool_policy const policy(options(0, 4));
    for (auto const& r : std::vector<row>{
             {{0, 0, 0, 0}, need::open},
             {{0, 1, 0, 0}, need::take},
             {{3, 1, 0, 0}, need::take},
             {{3, 0, 0, 0}, need::open},
             {{1, 0, 2, 2}, need::open},
             {{0, 0, 1, 0}, need::wait},  // somebody else's connection will be there sooner
             {{4, 0, 0, 0}, need::wait},
             {{4, 0, 0, 1}, need::wait},
             {{4, 0, 0, 2}, need::refuse},  // two wait already
             {{2, 0, 2, 2}, need::wait},    // they have connections coming
             {{2, 0, 2, 3}, need::wait},
             {{2, 0, 2, 4}, need::refuse},
             {{0, 0, 4, 4}, need::wait},
         })
        EXPECT_EQ(policy.need(r.now), r.verdict)
            << r.now.busy << r.now.idle << r.now.opening << r.now.waiting;
}

TEST(pool_policy, a_pool_may_have_no_queue_and_still_serves) {
    pool_policy const policy(options(0, 1, 0));
    EXPECT_EQ(policy.need({0, 0, 0, 0}), need::open);
    EXPECT_EQ(policy.need({1, 0, 0, 0}), need::refuse);
    pool_policy const none(options(3, 0, 0));
    EXPECT_EQ(none.need({0, 0, 0, 0}), need::open) << "no connection at all would be of no use";
}

TEST(pool_policy, connections_are_opened_for_who_waits_and_ahead_up_to_the_limit) {
    struct row {
        std::size_t min_warm;
        pool_counts now;
        std::size_t missing;
    };
    for (auto const& r : std::vector<row>{
             {0, {0, 0, 0, 0}, 0},
             {0, {0, 0, 0, 1}, 1},
             {0, {0, 0, 1, 1}, 0},
             {0, {1, 0, 1, 3}, 2},
             {0, {3, 0, 1, 3}, 0},
             {0, {2, 0, 1, 3}, 1},
             {2, {0, 0, 0, 0}, 2},
             {2, {0, 0, 0, 1}, 2},
             {2, {0, 0, 0, 3}, 3},
             {2, {1, 0, 0, 0}, 1},
             {2, {1, 1, 0, 0}, 0},
             {2, {2, 0, 0, 0}, 0},
             {2, {0, 1, 1, 0}, 0},
             {2, {0, 0, 2, 2}, 0},
             {9, {0, 0, 0, 0}, 4},
             {9, {0, 0, 0, 5}, 4},
         }) {
        pool_policy const policy(options(r.min_warm, 4));
        EXPECT_EQ(policy.missing(r.now, t0), r.missing)
            << r.min_warm << ": " << r.now.busy << r.now.idle << r.now.opening << r.now.waiting;
    }
}

TEST(pool_policy, what_was_being_opened_for_calls_that_gave_up_is_not_needed) {
    struct row {
        std::size_t min_warm;
        pool_counts now;
        std::size_t surplus;
    };
    for (auto const& r : std::vector<row>{
             {0, {0, 0, 1, 0}, 1},
             {0, {0, 0, 1, 1}, 0},
             {0, {0, 0, 3, 1}, 2},
             {2, {0, 0, 2, 0}, 0},
             {2, {1, 0, 2, 0}, 1},
             {2, {2, 0, 2, 0}, 2},
             {2, {2, 0, 2, 1}, 1},
             {0, {0, 0, 0, 4}, 0},
         }) {
        pool_policy const policy(options(r.min_warm, 4));
        EXPECT_EQ(policy.surplus_openings(r.now), r.surplus) << r.min_warm << ": " << r.now.opening;
    }
}

TEST(pool_policy, a_returned_connection_serves_who_waits_or_is_kept_unless_it_is_old) {
    pool_policy const policy(options(0, 4), 2);
    auto life = policy.begin_life(t0, 0, 0);
    EXPECT_EQ(policy.judge_returned(life, {0, 0, 0, 3}, t0 + 400s), returned::hand_over) << "it is new";
    life.was_used = true;
    EXPECT_EQ(policy.judge_returned(life, {0, 0, 0, 0}, t0), returned::keep);
    EXPECT_EQ(policy.judge_returned(life, {0, 1, 0, 0}, t0), returned::keep);
    EXPECT_EQ(policy.judge_returned(life, {0, 2, 0, 0}, t0), returned::close_surplus);
    EXPECT_EQ(policy.judge_returned(life, {0, 0, 1, 1}, t0), returned::hand_over);
    EXPECT_EQ(policy.judge_returned(life, {0, 0, 0, 0}, t0 + 399s), returned::keep);
    EXPECT_EQ(policy.judge_returned(life, {0, 0, 0, 0}, t0 + 400s), returned::close_age);
    EXPECT_EQ(policy.judge_returned(life, {0, 0, 0, 9}, t0 + 400s), returned::close_age);
}

TEST(pool_policy, both_ages_are_shortened_by_up_to_a_quarter) {
    pool_policy const policy(options(0, 4));
    EXPECT_EQ(policy.begin_life(t0, 0, 0).retire_at, t0 + 400s);
    EXPECT_EQ(policy.begin_life(t0, 0, 0.5).retire_at, t0 + 350s);
    EXPECT_EQ(policy.begin_life(t0, 0, 1).retire_at, t0 + 300s);
    EXPECT_EQ(policy.begin_life(t0, 0, 0).close_at(), t0 + 40s);
    EXPECT_EQ(policy.begin_life(t0, 1, 0).close_at(), t0 + 30s);
}

TEST(pool_policy, an_idle_connection_goes_when_it_was_idle_or_is_there_for_too_long) {
    pool_policy const policy(options(0, 4));
    auto life = policy.begin_life(t0, 0, 0);
    EXPECT_EQ(pool_policy::judge_idle(life, t0 + 39s), idle::keep);
    EXPECT_EQ(pool_policy::judge_idle(life, t0 + 40s), idle::close_idle);
    life.idle_since = t0 + 380s;
    EXPECT_EQ(pool_policy::judge_idle(life, t0 + 399s), idle::keep);
    EXPECT_EQ(pool_policy::judge_idle(life, t0 + 400s), idle::close_age);
    EXPECT_EQ(life.close_at(), t0 + 400s);
}

TEST(pool_policy, ages_may_be_for_ever_or_nothing) {
    auto o = options(0, 4);
    o.max_idle = o.max_age = std::chrono::milliseconds::max();
    auto life = pool_policy(o).begin_life(t0, 0, 0);
    EXPECT_EQ(pool_policy::judge_idle(life, t0 + 100'000h), idle::keep);
    o.max_idle = o.max_age = 0ms;
    life = pool_policy(o).begin_life(t0, 0, 0);
    EXPECT_EQ(pool_policy::judge_idle(life, t0), idle::close_age);
}

TEST(pool_policy, warm_connections_live_long_enough_not_to_be_replaced_without_end) {
    auto o = options(1, 4);
    o.max_idle = o.max_age = 0ms;
    EXPECT_EQ(pool_policy(o).begin_life(t0, 0, 0).close_at(), t0 + 1s);
}

TEST(pool_policy, after_failures_connections_are_opened_ahead_less_and_less_often) {
    pool_policy policy(options(1, 4));
    auto now = t0;
    for (auto const pause : {250ms, 500ms, 1000ms, 2000ms, 4000ms, 8000ms, 16000ms, 30000ms, 30000ms}) {
        EXPECT_EQ(policy.missing({}, now), 1u);
        policy.failed_to_open(now, 0);
        EXPECT_EQ(policy.missing({}, now), 0u);
        EXPECT_EQ(policy.next_check({}, now), now + pause);
        now += pause;
    }
    EXPECT_EQ(policy.missing({0, 0, 0, 1}, now - 1ms), 1u) << "calls do not wait for it";
    policy.opened();
    policy.failed_to_open(now, 1);
    EXPECT_EQ(policy.next_check({}, now), now + 188ms) << "shortened by a quarter, and begun anew";
}

TEST(pool_policy, warm_connections_are_looked_after_every_few_seconds) {
    pool_policy const warm(options(1, 4));
    EXPECT_EQ(warm.next_check({0, 1, 0, 0}, t0), t0 + 5s);
    EXPECT_EQ(warm.next_check({1, 0, 0, 0}, t0), steady_time::max()) << "nothing is idle";
    pool_policy const cold(options(0, 4));
    EXPECT_EQ(cold.next_check({0, 1, 0, 0}, t0), steady_time::max());
}

}  // namespace
}  // namespace ddbsnap::net
