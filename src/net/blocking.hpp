#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace ddbsnap::net {

/// The one thread of this process for what blocks: files, child processes, hashing of what is large. Started
/// when first asked for.
boost::asio::thread_pool& blocking_thread();

namespace detail {

/// A job that stays where it is until it has run.
struct job_view {
    void* job;
    void (*run)(void* job);
};

/// Runs it on the blocking thread, then completes on the waiting coroutine's own executor, where it throws
/// what the job threw. Not a template: Asio makes much code of each kind of handler, and of each coroutine.
boost::asio::awaitable<void> run_there(job_view job);

}  // namespace detail

/// As run_blocking(), for a job that returns nothing and stays with the caller until it has run: less code.
template <class F>
boost::asio::awaitable<void> run_job(F& job) {
    return detail::run_there({&job, [](void* given) { (*static_cast<F*>(given))(); }});
}

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
    auto job = [&] {
        if constexpr (std::is_void_v<value>)
            f();
        else
            answer.emplace(f());
    };
    co_await run_job(job);
    if constexpr (!std::is_void_v<value>) co_return std::move(*answer);
}

}  // namespace ddbsnap::net
