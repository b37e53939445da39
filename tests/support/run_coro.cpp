#include "support/run_coro.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <exception>

namespace ddbsnap::test {

namespace asio = boost::asio;

void start_coro(asio::io_context& io, asio::cancellation_signal& signal, asio::awaitable<void> operation) {
    auto finish = [](std::exception_ptr thrown) {
        EXPECT_FALSE(thrown) << "an operation threw where it should have returned a failure";
    };
    asio::co_spawn(io, std::move(operation), asio::bind_cancellation_slot(signal.slot(), std::move(finish)));
}

void cancel_coro(asio::io_context& io, std::shared_ptr<asio::cancellation_signal> const& signal) {
    signal->emit(asio::cancellation_type::terminal);
    // From outside the io_context, co_spawn passes it on by a posted handler that refers to the signal.
    asio::post(io, [kept = signal] {});
}

bool run_one(asio::io_context& io, std::chrono::steady_clock::time_point until) {
    return io.run_one_until(until) != 0;
}

}  // namespace ddbsnap::test
