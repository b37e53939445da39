#include "net/blocking.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <future>
#include <gtest/gtest.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace ddbsnap::net {
namespace {

namespace asio = boost::asio;

TEST(blocking, a_job_runs_on_another_thread_and_returns_to_the_loop) {
    asio::io_context loop;
    auto const here = std::this_thread::get_id();
    std::thread::id job, after;
    asio::co_spawn(
        loop,
        [&]() -> asio::awaitable<void> {
            auto ask = [] { return std::this_thread::get_id(); };
            job = co_await run_blocking(ask);
            after = std::this_thread::get_id();
        },
        asio::detached);
    loop.run();
    EXPECT_NE(job, here);
    EXPECT_NE(job, std::thread::id());
    EXPECT_EQ(after, here);
}

TEST(blocking, the_loop_goes_on_while_a_job_waits) {
    asio::io_context loop;
    std::promise<void> released;
    bool done = false;
    asio::co_spawn(
        loop,
        [&]() -> asio::awaitable<void> {
            auto wait = [&] { released.get_future().wait(); };
            co_await run_blocking(wait);
            done = true;
        },
        asio::detached);
    // Would never come to run if the job held the loop.
    asio::post(loop, [&] {
        EXPECT_FALSE(done);
        released.set_value();
    });
    loop.run();
    EXPECT_TRUE(done);
}

TEST(blocking, jobs_run_one_at_a_time_in_order) {
    asio::io_context loop;
    std::vector<int> order;  // touched by the blocking thread alone
    for (int i = 0; i != 100; ++i)
        asio::co_spawn(
            loop,
            [](std::vector<int>& to, int n) -> asio::awaitable<void> {
                auto note = [&to, n] { to.push_back(n); };
                co_await run_blocking(note);
            }(order, i),
            asio::detached);
    loop.run();
    ASSERT_EQ(order.size(), 100u);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(blocking, what_a_job_throws_comes_out_at_the_caller) {
    asio::io_context loop;
    std::string caught;
    asio::co_spawn(
        loop,
        [&]() -> asio::awaitable<void> {
            auto fail = []() -> int { throw std::runtime_error("broken"); };
            try {
                co_await run_blocking(fail);
            } catch (std::runtime_error const& e) {
                caught = e.what();
            }
        },
        asio::detached);
    loop.run();
    EXPECT_EQ(caught, "broken");
}

TEST(blocking, jobs_and_their_results_need_not_be_copyable) {
    asio::io_context loop;
    int got = 0;
    asio::co_spawn(
        loop,
        [&]() -> asio::awaitable<void> {
            auto given = std::make_unique<int>(7);
            auto pass = [given = std::move(given)]() mutable { return std::move(given); };
            auto returned = co_await run_blocking(std::move(pass));
            got = *returned;
        },
        asio::detached);
    loop.run();
    EXPECT_EQ(got, 7);
}

TEST(blocking, a_loop_that_is_destroyed_waits_for_its_job) {
    for (int i = 0; i < 20; ++i) {
        auto loop = std::make_unique<boost::asio::io_context>();
        std::promise<void> begun, may_end;
        bool has_ended = false;
        auto job = [&] {
            begun.set_value();
            may_end.get_future().wait();
            has_ended = true;
        };
        auto run = [&]() -> boost::asio::awaitable<void> { co_await run_blocking(job); };
        boost::asio::co_spawn(*loop, run(), boost::asio::detached);
        loop->poll();
        begun.get_future().wait();
        may_end.set_value();
        loop.reset();
        EXPECT_TRUE(has_ended);
    }
}

}  // namespace
}  // namespace ddbsnap::net
