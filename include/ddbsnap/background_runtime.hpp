#pragma once

#include <ddbsnap/boost_version.hpp>
#include <ddbsnap/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
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
    /// As after stop().
    ~background_runtime();

    /// Stops the loop where it is, and waits for its thread. What is asked of it later is never done, and who
    /// waits for that waits for ever: for a process that ends while others may still look at what is here.
    void stop();

    boost::asio::any_io_executor executor() const;

    /// Runs an operation there and waits for it; at the end of the time it is cancelled, and its answer
    /// waited for all the same.
    template <class T>
    T wait(boost::asio::awaitable<T> operation,
           std::chrono::milliseconds at_most = std::chrono::milliseconds::max()) {
        std::optional<T> outcome;
        run(outcome_into(outcome, std::move(operation)), at_most);
        return *std::move(outcome);
    }
    void wait(boost::asio::awaitable<void> operation,
              std::chrono::milliseconds at_most = std::chrono::milliseconds::max()) {
        run(std::move(operation), at_most);
    }

   private:
    struct impl;

    template <class T>
    static boost::asio::awaitable<void> outcome_into(std::optional<T>& to,
                                                     boost::asio::awaitable<T> operation) {
        to.emplace(co_await std::move(operation));
    }

    void run(boost::asio::awaitable<void> operation, std::chrono::milliseconds at_most);

    std::unique_ptr<impl> impl_;
};

}  // namespace ddbsnap
