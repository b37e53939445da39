#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <optional>
#include <utility>

namespace model_server {

/// What an operation of ddbsnap comes to, or nothing when it takes longer: it is cancelled then.
template <class T>
boost::asio::awaitable<std::optional<T>> in_time(boost::asio::awaitable<T> operation,
                                                 std::chrono::milliseconds at_most) {
    using namespace boost::asio::experimental::awaitable_operators;
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, at_most);
    auto end = timer.async_wait(boost::asio::use_awaitable);
    auto first = co_await (std::move(operation) || std::move(end));
    if (first.index() == 1) co_return std::nullopt;
    co_return std::get<0>(std::move(first));
}

}  // namespace model_server
