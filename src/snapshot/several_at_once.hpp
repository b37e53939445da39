#pragma once

#include "net/cancelled.hpp"
#include "net/side_by_side.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <cstddef>

namespace ddbsnap {
namespace detail {

template <class Job>
boost::asio::awaitable<bool> work_off(std::size_t& next, std::size_t count, Job& job) {
    while (next < count) {
        bool const is_cancelled = co_await net::is_cancelled();
        if (is_cancelled) break;
        bool const go_on = co_await job(next++);
        if (!go_on) next = count;
    }
    co_return true;
}

}  // namespace detail

/// Does `job(i)` for i = 0, 1, ... below `count`, at most `at_once` of them at the same time. `job` gives
/// awaitable<bool>: false begins no more of them.
///
/// Must run where cancellation does not throw.
///
/// @cancellation terminal: cancels what runs, and begins no more
template <class Job>
boost::asio::awaitable<void> several_at_once(std::size_t count, std::size_t at_once, Job job) {
    std::size_t next = 0;
    auto const workers = std::min(count, at_once);
    if (workers <= 1) {
        co_await detail::work_off(next, count, job);
        co_return;
    }
    net::side_by_side<bool> all(co_await boost::asio::this_coro::executor);
    for (std::size_t i = 0; i < workers; ++i) all.start(detail::work_off(next, count, job));
    while (!all.all_ended()) co_await all.wait();
}

}  // namespace ddbsnap
