#pragma once

#include <ddbsnap/result.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace ddbsnap::net {

/// Waits.
/// @cancellation terminal: errc::operation_aborted
boost::asio::awaitable<result<void>> pause(std::chrono::milliseconds time);

}  // namespace ddbsnap::net
