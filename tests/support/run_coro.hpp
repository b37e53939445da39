#pragma once

#include <ddbsnap/result.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <exception>
#include <gtest/gtest.h>
#include <memory>
#include <optional>

namespace ddbsnap::test {

/// An operation that runs on an io_context, and what became of it.
template <class T>
class running {
   public:
    running(boost::asio::io_context& io, boost::asio::awaitable<result<T>> operation)
        : io_(io), state_(std::make_shared<state>()) {
        auto finish = [s = state_](std::exception_ptr thrown, result<T> outcome) {
            EXPECT_FALSE(thrown) << "an operation threw where it should have returned a failure";
            s->outcome = std::move(outcome);
        };
        auto token = boost::asio::bind_cancellation_slot(state_->signal.slot(), std::move(finish));
        boost::asio::co_spawn(io, std::move(operation), std::move(token));
    }

    void cancel() {
        state_->signal.emit(boost::asio::cancellation_type::terminal);
        // From outside the io_context, co_spawn passes it on by a posted handler that refers to the signal.
        boost::asio::post(io_, [s = state_] {});
    }
    bool is_done() const { return state_->outcome.has_value(); }

    /// Runs the io_context until the operation has ended. One that hangs fails the test instead of blocking
    /// it.
    result<T> wait(std::chrono::milliseconds at_most = std::chrono::seconds(5)) {
        auto const until = std::chrono::steady_clock::now() + at_most;
        io_.restart();
        while (!is_done() && io_.run_one_until(until) != 0) {
        }
        if (is_done()) return std::move(*state_->outcome);
        ADD_FAILURE() << "the operation hangs";
        return failure(errc::timeout, "the test's own guard");
    }

   private:
    struct state {
        boost::asio::cancellation_signal signal;
        std::optional<result<T>> outcome;
    };

    boost::asio::io_context& io_;
    std::shared_ptr<state> state_;
};

/// Runs `operation` to its end.
template <class T>
result<T> run_coro(boost::asio::io_context& io, boost::asio::awaitable<result<T>> operation) {
    return running<T>(io, std::move(operation)).wait();
}

/// Runs the io_context until `condition()` holds.
template <class Condition>
void run_until(boost::asio::io_context& io, Condition condition) {
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    io.restart();
    while (!condition() && io.run_one_until(until) != 0) {
    }
    EXPECT_TRUE(condition()) << "what was waited for did not happen";
}

}  // namespace ddbsnap::test
