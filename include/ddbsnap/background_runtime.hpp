#pragma once

#include <ddbsnap/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <utility>

namespace ddbsnap {

/// One event loop on one thread of its own, for programs without a loop of Boost.Asio.
///
///     background_runtime runtime;
///     auto store = open_store(runtime.executor(), "dynamodb:Snapshots2", {}).value();
///     auto const newest = runtime.wait(store->last(""), std::chrono::seconds(5));
///
/// Declare it before what uses its executor, so that it is destroyed after that.
///
/// @thread_safety everything may be called from any thread but its own
class background_runtime {
   public:
    background_runtime();
    background_runtime(background_runtime const&) = delete;
    background_runtime& operator=(background_runtime const&) = delete;
    /// Stops the loop where it is, and waits for its thread.
    ~background_runtime();

    boost::asio::any_io_executor executor() const;

    /// Runs an operation there and waits for it; at the end of the time it is cancelled, and its answer
    /// waited for all the same.
    template <class T>
    T wait(boost::asio::awaitable<T> operation,
           std::chrono::milliseconds at_most = std::chrono::milliseconds::max()) {
        namespace asio = boost::asio;
        struct state {
            asio::cancellation_signal stop;
            std::promise<T> answer;
        };
        auto const s = std::make_shared<state>();
        auto ended = s->answer.get_future();
        // Started and cancelled on the loop's own thread: a signal belongs to one thread.
        asio::post(executor(), [s, e = executor(), op = std::move(operation)]() mutable {
            auto done = [s](std::exception_ptr thrown, T outcome) {
                if (thrown)
                    s->answer.set_exception(thrown);
                else
                    s->answer.set_value(std::move(outcome));
            };
            asio::co_spawn(e, std::move(op), asio::bind_cancellation_slot(s->stop.slot(), std::move(done)));
        });
        // What a clock cannot hold means for ever.
        bool const is_bounded = at_most < std::chrono::hours(24 * 365);
        if (is_bounded && ended.wait_for(at_most) == std::future_status::timeout)
            asio::post(executor(), [s] { s->stop.emit(asio::cancellation_type::terminal); });
        return ended.get();
    }

   private:
    struct impl;

    std::unique_ptr<impl> impl_;
};

}  // namespace ddbsnap
