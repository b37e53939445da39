#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace ddbsnap::net {

/// The one thread of this process for what blocks: files, child processes, hashing of what is large. Started
/// when first asked for.
boost::asio::thread_pool& blocking_thread();

namespace detail {

/// Counted as a job of a loop as long as it is there. A loop's context that is destroyed waits for its jobs,
/// as it does for look-ups of names: what they come back to must be there.
std::shared_ptr<void> begin_job(boost::asio::execution_context& of);

// Runs `job` on the blocking thread, then completes on the waiting coroutine's own executor. The job lives in
// the coroutine's frame, which the completion handler keeps alive.
template <class Job>
boost::asio::awaitable<void> run_there(Job& job) {
    namespace asio = boost::asio;
    auto start = [&job](auto handler) {
        auto back = asio::make_work_guard(asio::get_associated_executor(handler));
        auto counted = begin_job(asio::query(back.get_executor(), asio::execution::context));
        asio::post(blocking_thread(), [&job, counted = std::move(counted), back = std::move(back),
                                       handler = std::move(handler)]() mutable {
            job();
            // The guard goes along, so that this thread touches the loop for the last time here.
            auto const executor = back.get_executor();
            asio::post(executor,
                       [back = std::move(back), handler = std::move(handler)]() mutable { handler(); });
        });
    };
    return asio::async_initiate<asio::use_awaitable_t<> const, void()>(std::move(start), asio::use_awaitable);
}

}  // namespace detail

/// Runs `f()` on the blocking thread while the caller's executor goes on, and returns its result (or throws
/// what it threw) on the caller's executor. Jobs run one at a time in the order in which they were asked for.
///
/// A loop whose context is destroyed before it was told waits for the job there.
///
/// @cancellation none once it began: the result tells what happened
template <class F>
boost::asio::awaitable<std::invoke_result_t<F>> run_blocking(F f) {
    using value = std::invoke_result_t<F>;
    using kept = std::conditional_t<std::is_void_v<value>, char, value>;
    std::optional<kept> answer;
    std::exception_ptr thrown;
    auto job = [&] {
        try {
            if constexpr (std::is_void_v<value>)
                f();
            else
                answer.emplace(f());
        } catch (...) {
            thrown = std::current_exception();
        }
    };
    co_await detail::run_there(job);
    if (thrown) std::rethrow_exception(thrown);
    if constexpr (!std::is_void_v<value>) co_return std::move(*answer);
}

}  // namespace ddbsnap::net
