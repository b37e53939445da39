#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>

namespace ddbsnap::net {

/// Awaits `operation` with cancellation reported as a failure, not thrown: Asio's default is to throw at the
/// next suspension of a coroutine that was cancelled. The caller's own setting is restored.
template <class T>
boost::asio::awaitable<T> without_throwing(boost::asio::awaitable<T> operation) {
    bool const before = co_await boost::asio::this_coro::throw_if_cancelled();
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    T outcome = co_await std::move(operation);
    co_await boost::asio::this_coro::throw_if_cancelled(before);
    co_return outcome;
}

inline boost::asio::awaitable<void> without_throwing(boost::asio::awaitable<void> operation) {
    bool const before = co_await boost::asio::this_coro::throw_if_cancelled();
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    co_await std::move(operation);
    co_await boost::asio::this_coro::throw_if_cancelled(before);
}

}  // namespace ddbsnap::net
