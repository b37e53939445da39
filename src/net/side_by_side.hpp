#pragma once

#include "net/spawn.hpp"

#include <ddbsnap/world.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace ddbsnap::net {

/// Operations that run at the same time for one coroutine, which waits for them. It must have waited for all
/// of them before it ends: see finish(). A cancelled wait cancels all of them.
///
/// Must run where cancellation does not throw; so do the operations. Confined to the executor.
class operations_at_once {
   public:
    explicit operations_at_once(boost::asio::any_io_executor executor);

    /// Starts one more.
    void start(boost::asio::awaitable<void> operation);

    std::size_t size() const noexcept { return state_->all.size(); }
    bool all_ended() const noexcept { return state_->ended == size(); }

    void cancel();

    /// Waits until another one has ended, or for the time. False: for the time.
    boost::asio::awaitable<bool> wait(steady_time until = steady_time::max());

    /// Cancels what still runs, and waits for its end. Throws what one of them threw.
    boost::asio::awaitable<void> finish();

   private:
    struct one_of_them {
        boost::asio::cancellation_signal signal;
        bool has_ended = false;
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

/// The same for operations of one kind, whose outcomes are kept.
template <class T>
class side_by_side : public operations_at_once {
   public:
    using operations_at_once::operations_at_once;

    /// Starts one more; they are counted from 0.
    void start(boost::asio::awaitable<T> operation) {
        auto& outcome = outcomes_->emplace_back();
        operations_at_once::start(outcome_into<T>({outcomes_, &outcome}, std::move(operation)));
    }

    /// What it came to; nothing while it is running.
    std::optional<T>& outcome(std::size_t i) { return (*outcomes_)[i]; }

   private:
    std::shared_ptr<std::deque<std::optional<T>>> outcomes_ =
        std::make_shared<std::deque<std::optional<T>>>();
};

}  // namespace ddbsnap::net
