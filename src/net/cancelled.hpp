#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/this_coro.hpp>

namespace ddbsnap::net {

/// Whether this coroutine was cancelled: for after what cannot be cancelled itself, as run_blocking(). What
/// is started later does not hear of it.
inline boost::asio::awaitable<bool> is_cancelled() {
    auto const state = co_await boost::asio::this_coro::cancellation_state;
    co_return state.cancelled() != boost::asio::cancellation_type::none;
}

}  // namespace ddbsnap::net
