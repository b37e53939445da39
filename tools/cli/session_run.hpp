#pragma once

#include "cli/session.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <functional>

namespace ddbsnap::cli {

template <class T>
result<T> session::run(boost::asio::awaitable<result<T>> operation) {
    namespace asio = boost::asio;
    std::optional<result<T>> outcome;
    asio::cancellation_signal cancel;
    asio::signal_set interrupts(loop, SIGINT, SIGTERM);
    std::function<void(boost::system::error_code, int)> interrupt = [&](boost::system::error_code ec, int) {
        if (ec) return;
        interrupted = true;
        cancel.emit(asio::cancellation_type::terminal);
        interrupts.async_wait(interrupt);
    };
    interrupts.async_wait(interrupt);
    auto finish = [&](std::exception_ptr thrown, result<T> r) {
        interrupts.cancel();
        if (thrown)
            outcome.emplace(failure(errc::operation_aborted, "interrupted"));
        else
            outcome.emplace(std::move(r));
    };
    asio::co_spawn(loop, std::move(operation),
                   asio::bind_cancellation_slot(cancel.slot(), std::move(finish)));
    loop.restart();
    loop.run();
    return std::move(*outcome);
}

}  // namespace ddbsnap::cli
