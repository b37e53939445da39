// What the pool does on its own, and what it tells, over streams without a network.
#include "support/pool_fixture.hpp"
#include "support/recording_observer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <gmock/gmock.h>
#include <random>

namespace ddbsnap::net {
namespace {

using testing::ElementsAre;
using namespace std::chrono_literals;

struct connection_pool_upkeep_test : test::pool_fixture {};

TEST_F(connection_pool_upkeep_test, warm_connections_are_there_before_the_first_request) {
    limits.pool.connections.min_warm = 2;
    open();
    client->warm_up(io.get_executor());
    io.run();  // ends once they are open, although they stay
    expect_counts(0, 2, 0, 0);
    EXPECT_TRUE(works("a"));
    EXPECT_EQ(script.connected, 2);
}

TEST_F(connection_pool_upkeep_test, a_call_takes_the_warm_connection_that_is_being_opened) {
    limits.pool.connections.min_warm = 1;
    open();
    client->warm_up(io.get_executor());
    EXPECT_TRUE(works("a"));
    EXPECT_EQ(script.connected, 1);
}

TEST_F(connection_pool_upkeep_test, warm_connections_are_replaced_when_they_close) {
    limits.pool.connections.min_warm = 2;
    script.answer_to = [this](auto const&) { return test::scripted_answer{{ok}, true}; };
    open();
    client->warm_up(io.get_executor());
    EXPECT_TRUE(works("a"));
    EXPECT_TRUE(works("b"));
    io.restart();
    io.run();
    EXPECT_EQ(script.connected, 3);
    expect_counts(0, 2, 0, 0);
}

TEST_F(connection_pool_upkeep_test, warming_up_that_fails_harms_nobody_and_is_not_repeated_at_once) {
    limits.pool.connections.min_warm = 1;
    script.fail_at = 0;
    open();
    client->warm_up(io.get_executor());
    io.run();
    EXPECT_EQ(script.steps, 1);
    expect_counts(0, 0, 0, 0);
    EXPECT_TRUE(works("a"));
}

TEST_F(connection_pool_upkeep_test, an_idle_connection_is_closed_when_its_time_is_up) {
    limits.pool.connections.max_idle = 10ms;
    open();
    auto const busy = asio::make_work_guard(io);
    EXPECT_TRUE(works("a"));
    test::run_until(io, [&] { return client->idle_connections() == 0; });
    EXPECT_EQ(script.open_streams, 0);
}

TEST_F(connection_pool_upkeep_test, it_follows_its_caller_to_another_executor) {
    limits.pool.connections.max_idle = 400ms;
    open();
    EXPECT_TRUE(works("a"));
    auto const strand = asio::make_strand(io);
    bool is_done = false;
    auto call = [&]() -> asio::awaitable<void> {
        is_done = (co_await client->exchange("b", std::chrono::steady_clock::now() + 5s)).has_value();
    };
    asio::co_spawn(strand, call(), asio::detached);
    test::run_until(io, [&] { return is_done; });
    EXPECT_EQ(script.connected, 1);
    auto const busy = asio::make_work_guard(io);
    test::run_until(io, [&] { return client->idle_connections() == 0; });
}

TEST_F(connection_pool_upkeep_test, a_connection_is_not_used_beyond_its_age) {
    limits.pool.connections.max_age = 0ms;
    open();
    EXPECT_TRUE(works("a") && works("b"));
    EXPECT_EQ(script.connected, 2);
}

TEST_F(connection_pool_upkeep_test, nothing_idle_keeps_the_loop_running) {
    open();
    auto a = start("a", 1h), b = start("b", 1h);
    io.run();
    EXPECT_TRUE(a.is_done() && b.is_done());
    expect_counts(0, 2, 0, 0);
}

TEST_F(connection_pool_upkeep_test, after_one_dead_connection_older_ones_are_not_tried) {
    script.answer_to = nullptr;
    for (int i = 0; i < 3; ++i) script.answers.push_back({{ok}, false});
    open();
    auto a = start("a"), b = start("b"), c = start("c");
    EXPECT_TRUE(a.wait() && b.wait() && c.wait());
    script.answers = {{{}, true}, {{ok}, false}};
    EXPECT_TRUE(works("d"));
    EXPECT_EQ(script.requests.size(), 5u) << "one write in vain";
    EXPECT_EQ(script.request_streams.back(), 4);
    expect_counts(0, 1, 0, 0);
}

TEST_F(connection_pool_upkeep_test, deadlines_in_any_order_are_met) {
    script.answer_to = [](auto const&) { return test::scripted_answer{}; };
    open();
    auto a = start("a", 60ms), b = start("b", 5s), c = start("c", 20ms);
    EXPECT_EQ(c.wait().error().code(), errc::timeout);
    EXPECT_FALSE(a.is_done());
    EXPECT_EQ(a.wait().error().code(), errc::timeout);
    EXPECT_FALSE(b.is_done());
    expect_counts(1, 0, 0, 0);
    b.cancel();
    EXPECT_EQ(b.wait().error().code(), errc::operation_aborted);
}

TEST_F(connection_pool_upkeep_test, a_deadline_is_met_on_a_loop_that_never_rests) {
    never_answer("a");
    open();
    std::function<void()> spin = [&] { asio::post(io, spin); };
    asio::post(io, spin);
    auto const begun = std::chrono::steady_clock::now();
    EXPECT_EQ(start("a", 30ms).wait().error().code(), errc::timeout);
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 30ms);
    spin = [] {};
    io.restart();
    io.poll();
}

TEST_F(connection_pool_upkeep_test, a_request_whose_time_is_up_already_is_not_sent) {
    open();
    EXPECT_TRUE(works("a"));
    EXPECT_EQ(start("b", 0ms).wait().error().code(), errc::timeout);
    EXPECT_THAT(script.requests, ElementsAre("a"));
}

// Calls that come, are cancelled and fail in any order: each ends, and none leaves anything behind.
TEST_F(connection_pool_upkeep_test,
       whatever_happens_in_whatever_order_every_call_ends_and_the_counts_are_right) {
    limits.pool.connections.max_connections = 3;
    limits.pool.connections.max_waiting = 6;
    for (unsigned seed = 0; seed < 60; ++seed) {
        std::minstd_rand random(seed);
        auto const chance = [&](unsigned percent) { return random() % 100 < percent; };
        limits.pool.connections.min_warm = seed % 3;
        script.answer_to = [&](auto const&) {
            return test::scripted_answer{chance(85) ? std::vector{ok} : std::vector<std::string>{}, true};
        };
        open();
        std::vector<test::running<http_response>> calls;
        for (int i = 0; i < 40; ++i) {
            if (chance(30)) script.fail_at = script.steps + static_cast<int>(random() % 4);
            calls.push_back(start("x"));
            if (chance(30)) calls[random() % calls.size()].cancel();
            io.restart();
            for (auto n = random() % 12; n-- > 0;) io.poll_one();
            auto const now = client->connections();
            ASSERT_LE(now.connections(), 3u);
            ASSERT_TRUE(now.idle == 0 || now.waiting == 0);
        }
        for (auto& call : calls) static_cast<void>(call.wait());
        io.restart();
        io.run();
        auto const now = client->connections();
        EXPECT_EQ(now.busy + now.opening + now.waiting, 0u) << "seed " << seed;
        EXPECT_EQ(now.idle, static_cast<std::size_t>(script.open_streams)) << "seed " << seed;
        script.fail_at = -1;
        script.answer_to = [this](auto const&) { return test::scripted_answer{{ok}, false}; };
        EXPECT_TRUE(works("last")) << "seed " << seed;
        client.reset();
    }
}

TEST_F(connection_pool_upkeep_test, the_record_tells_how_an_exchange_went) {
    open();
    exchange_record record;
    auto const exchange = [&](std::string_view what) {
        return test::run_coro(io, client->exchange(what, std::chrono::steady_clock::now() + 5s, &record));
    };
    EXPECT_TRUE(exchange("a"));
    EXPECT_FALSE(record.reused);
    EXPECT_TRUE(record.was_sent);
    EXPECT_GT(record.waited, 0ns);
    EXPECT_EQ(record.received, ok.size());
    EXPECT_TRUE(exchange("b"));
    EXPECT_TRUE(record.reused);
    EXPECT_EQ(record.waited, 0ns);
    EXPECT_EQ(record.received, ok.size());
    client.reset();
    open();
    script.fail_at = script.steps;
    EXPECT_FALSE(exchange("c"));
    EXPECT_FALSE(record.reused || record.was_sent || record.received != 0);
}

TEST_F(connection_pool_upkeep_test, an_observer_is_told_of_every_connection) {
    auto const observer = std::make_shared<test::recording_observer>();
    limits.pool.observer = observer;
    limits.pool.most_idle = 1;
    script.fail_at = 0;
    script.fail_with = errc::connect_failed;
    open();
    auto const failed = start("a").wait();
    auto b = start("b"), c = start("c");
    EXPECT_TRUE(b.wait() && c.wait());
    never_answer("d");
    EXPECT_FALSE(start("d", 10ms).wait());
    EXPECT_TRUE(works("e"));
    client.reset();
    EXPECT_THAT(observer->connections,
                ElementsAre("failed db.example: " + failed.error().code().message(), "opened db.example",
                            "opened db.example", "closed db.example: surplus", "closed db.example: error",
                            "opened db.example", "closed db.example: shutdown"));
}

}  // namespace
}  // namespace ddbsnap::net
