#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace ddbsnap::net {

/// Told on the executor that an operation has ended, and what it threw if it did.
using spawn_end = std::function<void(std::exception_ptr)>;

/// boost::asio::co_spawn() for all of this library. Not a template, because Asio makes 7 KB of code of each
/// kind of result and handler: what an operation comes to it leaves where who started it will look, see
/// outcome_into().
///
/// The operation is to keep alive what it uses. What it throws is lost where there is no `ended`.
///
/// @cancellation by the slot's signal, which belongs to the executor
void spawn(boost::asio::any_io_executor const& executor, boost::asio::awaitable<void> operation,
           spawn_end ended = {}, boost::asio::cancellation_slot slot = {});

template <class T>
boost::asio::awaitable<void> outcome_into(std::shared_ptr<std::optional<T>> to,
                                          boost::asio::awaitable<T> operation) {
    to->emplace(co_await std::move(operation));
}

}  // namespace ddbsnap::net
