// Who gets a connection when, over streams without a network.
#include "net/connection_pool.hpp"

#include "support/pool_fixture.hpp"

#include <gmock/gmock.h>

namespace ddbsnap::net {
namespace {

using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;

struct connection_pool_test : test::pool_fixture {};

TEST_F(connection_pool_test, calls_beyond_the_limit_wait_and_are_served_in_their_order) {
    limits.pool.connections.max_connections = 1;
    open();
    auto a = start("a"), b = start("b"), c = start("c");
    EXPECT_TRUE(a.wait() && b.wait() && c.wait());
    EXPECT_THAT(script.requests, ElementsAre("a", "b", "c"));
    EXPECT_EQ(script.connected, 1);
    expect_counts(0, 1, 0, 0);
}

TEST_F(connection_pool_test, a_call_that_finds_the_queue_full_is_refused_at_once) {
    limits.pool.connections.max_connections = 1;
    limits.pool.connections.max_waiting = 1;
    never_answer("a");
    open();
    auto a = start("a", 400ms);
    run_until_it_hangs();
    auto b = start("b");
    io.poll();
    auto const refused = start("c").wait();
    EXPECT_EQ(refused.error().code(), errc::too_many_waiting);
    EXPECT_THAT(refused.error().message(), HasSubstr("all 1 connections to db.example:443 are in use"));
    EXPECT_EQ(a.wait().error().code(), errc::timeout);
    EXPECT_TRUE(b.wait());
}

TEST_F(connection_pool_test, a_call_may_be_served_before_its_own_connection_is_there) {
    open();
    EXPECT_TRUE(works("first"));
    auto a = start("a");
    script.hang_at = script.steps + 1;  // the first is the write of a
    auto b = start("b");
    EXPECT_TRUE(a.wait() && b.wait());
    EXPECT_THAT(script.request_streams, ElementsAre(1, 1, 1));
    expect_counts(0, 1, 1, 0);
}

TEST_F(connection_pool_test, a_call_that_gives_up_is_told_the_last_failure_to_connect) {
    limits.pool.connections.max_connections = 1;
    script.fail_at = 0;
    script.fail_with = errc::certificate_rejected;
    script.hang_at = 1;
    open();
    auto a = start("a"), b = start("b", 50ms);
    EXPECT_EQ(a.wait().error().code(), errc::certificate_rejected);
    auto const got = b.wait();
    EXPECT_EQ(got.error().code(), errc::timeout);
    EXPECT_THAT(got.error().message(),
                ContainsRegex("no connection to db.example:443 in [0-9]+ ms; last attempt: scripted fault"));
    expect_counts(0, 0, 0, 0);
}

TEST_F(connection_pool_test, a_call_that_gives_up_while_all_are_in_use_is_told_so) {
    limits.pool.connections.max_connections = 1;
    never_answer("a");
    open();
    auto a = start("a");
    run_until_it_hangs();
    auto const got = start("b", 20ms).wait();
    EXPECT_EQ(got.error().code(), errc::timeout);
    EXPECT_THAT(got.error().to_string(), HasSubstr("all 1 are in use"));
    EXPECT_THAT(got.error().to_string(), HasSubstr("max_connections"));
    expect_counts(1, 0, 0, 0);
    a.cancel();
    EXPECT_EQ(a.wait().error().code(), errc::operation_aborted);
}

TEST_F(connection_pool_test, a_connection_that_cannot_be_opened_fails_one_call_and_the_next_one_tries) {
    limits.pool.connections.max_connections = 1;
    script.fail_at = 0;
    open();
    auto a = start("a"), b = start("b"), c = start("c");
    EXPECT_EQ(a.wait().error().code(), errc::connection_closed);
    EXPECT_TRUE(b.wait() && c.wait());
    EXPECT_EQ(script.connected, 1);
}

TEST_F(connection_pool_test, a_waiting_call_that_is_cancelled_leaves_no_trace) {
    limits.pool.connections.max_connections = 1;
    never_answer("a");
    open();
    auto a = start("a", 400ms);
    run_until_it_hangs();
    auto b = start("b"), c = start("c");
    io.poll();
    expect_counts(1, 0, 0, 2);
    b.cancel();
    EXPECT_EQ(b.wait().error().code(), errc::operation_aborted);
    expect_counts(1, 0, 0, 1);
    EXPECT_EQ(a.wait().error().code(), errc::timeout);
    EXPECT_TRUE(c.wait());
    EXPECT_THAT(script.requests, ElementsAre("a", "c"));
}

TEST_F(connection_pool_test, a_connection_given_to_a_call_that_just_gave_up_goes_to_the_next) {
    limits.pool.connections.max_connections = 1;
    open();
    std::optional<test::running<http_response>> b;
    auto give_back_and_cancel = [&]() -> asio::awaitable<result<bool>> {
        auto const got = co_await client->exchange("a", std::chrono::steady_clock::now() + 5s);
        b->cancel();  // it has the connection now and does not know yet
        co_return got ? result<bool>(true) : failure(got.error());
    };
    test::running<bool> a(io, give_back_and_cancel());
    b.emplace(start("b"));
    auto c = start("c");
    EXPECT_EQ(b->wait().error().code(), errc::operation_aborted);
    EXPECT_TRUE(a.is_done());
    EXPECT_TRUE(c.wait());
    EXPECT_THAT(script.requests, ElementsAre("a", "c"));
    EXPECT_EQ(script.connected, 1);
}

TEST_F(connection_pool_test, connecting_for_nobody_is_given_up) {
    script.hang_at = 0;
    open();
    auto a = start("a");
    run_until_it_hangs();
    expect_counts(0, 0, 1, 1);
    a.cancel();
    EXPECT_EQ(a.wait().error().code(), errc::operation_aborted);
    expect_counts(0, 0, 0, 0);
    io.restart();
    io.run();  // nothing of it is left
    EXPECT_TRUE(works("b"));
}

}  // namespace
}  // namespace ddbsnap::net
