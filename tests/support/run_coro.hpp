#pragma once

#include <ddbsnap/result.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <gtest/gtest.h>
#include <memory>
#include <optional>

namespace ddbsnap::test {

// What does not depend on the operation's type is compiled once: Asio makes much code of little.

/// Starts `operation`, which must throw nothing. `signal` must stay until it has ended.
void start_coro(boost::asio::io_context& io, boost::asio::cancellation_signal& signal,
                boost::asio::awaitable<void> operation);

/// Cancels what was started with `signal`, from outside the io_context.
void cancel_coro(boost::asio::io_context& io,
                 std::shared_ptr<boost::asio::cancellation_signal> const& signal);

/// Lets the io_context run one handler; false when there is none, or at that time.
bool run_one(boost::asio::io_context& io, std::chrono::steady_clock::time_point until);

/// An operation that runs on an io_context, and what became of it.
template <class T>
class running {
   public:
    running(boost::asio::io_context& io, boost::asio::awaitable<result<T>> operation)
        : io_(io), state_(std::make_shared<state>()) {
        start_coro(io, state_->signal, keep(std::move(operation), state_));
    }

    void cancel() { cancel_coro(io_, {state_, &state_->signal}); }
    bool is_done() const { return state_->outcome.has_value(); }

    /// Runs the io_context until the operation has ended. One that hangs fails the test instead of blocking
    /// it.
    result<T> wait(std::chrono::milliseconds at_most = std::chrono::seconds(60)) {
        auto const until = std::chrono::steady_clock::now() + at_most;
        io_.restart();
        while (!is_done() && run_one(io_, until)) {
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

    static boost::asio::awaitable<void> keep(boost::asio::awaitable<result<T>> operation,
                                             std::shared_ptr<state> into) {
        auto outcome = co_await std::move(operation);
        into->outcome = std::move(outcome);
    }

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
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    io.restart();
    while (!condition() && run_one(io, until)) {
    }
    EXPECT_TRUE(condition()) << "what was waited for did not happen";
}

}  // namespace ddbsnap::test
