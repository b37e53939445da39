#pragma once

#include "net/cancelled.hpp"
#include "net/no_throw_scope.hpp"

#include <ddbsnap/world.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <deque>
#include <exception>
#include <memory>
#include <optional>

namespace ddbsnap::net {

/// Operations that run at the same time for one coroutine, which waits for them. It must have waited for all
/// of them before it ends: see finish(). A cancelled wait cancels all of them.
///
/// Confined to the executor.
template <class T>
class side_by_side {
   public:
    explicit side_by_side(boost::asio::any_io_executor executor)
        : state_(std::make_shared<state>(std::move(executor))) {}

    /// Starts one more; they are counted from 0.
    void start(boost::asio::awaitable<T> operation) {
        auto& one = state_->all.emplace_back();
        auto ended = [s = state_, &one](std::exception_ptr thrown, T outcome) {
            if (thrown)
                s->thrown = thrown;
            else
                one.outcome.emplace(std::move(outcome));
            ++s->ended;
            s->timer.cancel();
        };
        auto token = boost::asio::bind_cancellation_slot(one.signal.slot(), std::move(ended));
        boost::asio::co_spawn(state_->timer.get_executor(), without_throwing(std::move(operation)),
                              std::move(token));
    }

    std::size_t size() const noexcept { return state_->all.size(); }
    bool all_ended() const noexcept { return state_->ended == size(); }

    /// What it came to; nothing while it is running.
    std::optional<T>& outcome(std::size_t i) { return state_->all[i].outcome; }

    void cancel() {
        for (auto& one : state_->all)
            if (!one.outcome) one.signal.emit(boost::asio::cancellation_type::terminal);
    }

    /// Waits until another one has ended, or for the time. False: for the time.
    boost::asio::awaitable<bool> wait(steady_time until = steady_time::max()) {
        auto const s = state_;
        auto const before = s->seen;
        bool const is_cancelled_now = co_await is_cancelled();
        if (is_cancelled_now) cancel();
        s->timer.expires_at(until);
        while (s->ended == before) {
            boost::system::error_code ec;
            co_await s->timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
            if (!ec && s->ended == before) co_return false;
            if (s->ended == before) {  // the coroutine itself was cancelled
                cancel();
                s->timer.expires_at(steady_time::max());
            }
        }
        s->seen = s->ended;
        if (s->thrown) co_await finish();
        co_return true;
    }

    /// Cancels what still runs, and waits for its end.
    boost::asio::awaitable<void> finish() {
        auto const s = state_;
        cancel();
        s->timer.expires_at(steady_time::max());
        while (!all_ended()) {
            boost::system::error_code ec;
            co_await s->timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
        }
        if (s->thrown) std::rethrow_exception(s->thrown);
    }

   private:
    struct one_of_them {
        boost::asio::cancellation_signal signal;
        std::optional<T> outcome;
    };
    struct state {
        explicit state(boost::asio::any_io_executor e) : timer(std::move(e)) {}

        boost::asio::steady_timer timer;  // its end wakes the coroutine
        std::deque<one_of_them> all;      // which stay where they are
        std::size_t ended = 0;
        std::size_t seen = 0;
        std::exception_ptr thrown;
    };

    std::shared_ptr<state> state_;
};

}  // namespace ddbsnap::net
