#include "net/quiet_timer.hpp"

#include "support/run_coro.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

namespace ddbsnap::net {
namespace {

using namespace std::chrono_literals;

TEST(quiet_timer, does_not_keep_a_loop_running) {
    boost::asio::io_context loop;
    quiet_timer timer(loop.get_executor());
    timer.start(1h, [] { FAIL(); });
    EXPECT_EQ(loop.run(), 0u);
}

TEST(quiet_timer, calls_on_a_loop_that_runs) {
    boost::asio::io_context loop;
    auto const busy = boost::asio::make_work_guard(loop);
    quiet_timer timer(loop.get_executor());
    int calls = 0;
    timer.start(1ms, [&] { ++calls; });
    test::run_until(loop, [&] { return calls == 1; });
}

TEST(quiet_timer, can_be_started_again_from_its_own_call) {
    boost::asio::io_context loop;
    auto const busy = boost::asio::make_work_guard(loop);
    quiet_timer timer(loop.get_executor());
    int calls = 0;
    std::function<void()> again = [&] {
        if (++calls < 3) timer.start(0ms, again);
    };
    timer.start(0ms, again);
    test::run_until(loop, [&] { return calls == 3; });
}

TEST(quiet_timer, what_was_stopped_or_replaced_is_not_called) {
    boost::asio::io_context loop;
    auto const busy = boost::asio::make_work_guard(loop);
    quiet_timer stopped(loop.get_executor()), replaced(loop.get_executor());
    bool done = false;
    stopped.start(0ms, [] { FAIL(); });
    stopped.stop();
    replaced.start(0ms, [] { FAIL(); });
    replaced.start(1ms, [&] { done = true; });
    test::run_until(loop, [&] { return done; });
}

TEST(quiet_timer, may_go_while_its_call_is_on_the_way) {
    for (int i = 0; i < 200; ++i) {
        boost::asio::io_context loop;
        quiet_timer timer(loop.get_executor());
        timer.start(0ms, [] {});
        loop.poll();
    }
}

}  // namespace
}  // namespace ddbsnap::net
