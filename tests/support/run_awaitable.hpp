#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace ddbsnap::support {

/// Runs one operation on a loop of its own, and gives what it gave.
template <class T>
T run(boost::asio::awaitable<T> operation) {
    boost::asio::io_context loop;
    std::optional<T> outcome;
    auto keep = [](boost::asio::awaitable<T> inner, std::optional<T>& into) -> boost::asio::awaitable<void> {
        into.emplace(co_await std::move(inner));
    };
    boost::asio::co_spawn(loop, keep(std::move(operation), outcome), [](std::exception_ptr thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    return *std::move(outcome);
}

}  // namespace ddbsnap::support
