#include "support/run_coro.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <memory>

namespace ddbsnap::test {

namespace asio = boost::asio;

// The operation has a signal of its own, which lives as long as Asio may look at it: longer than it takes
// until the outcome is there, and the caller's signal with it.
void start_coro(asio::io_context& io, asio::cancellation_signal& signal, asio::awaitable<void> operation) {
    auto const own = std::make_shared<asio::cancellation_signal>();
    signal.slot().assign([&io, to = std::weak_ptr(own)](asio::cancellation_type type) {
        auto const alive = to.lock();
        if (!alive) return;
        alive->emit(type);
        // From outside the io_context, co_spawn passes it on by a posted handler that refers to the signal.
        asio::post(io, [alive] {});
    });
    auto finish = [own](std::exception_ptr thrown) {
        EXPECT_FALSE(thrown) << "an operation threw where it should have returned a failure";
    };
    asio::co_spawn(io, std::move(operation), asio::bind_cancellation_slot(own->slot(), std::move(finish)));
}

void cancel_coro(asio::io_context& io, std::shared_ptr<asio::cancellation_signal> const& signal) {
    signal->emit(asio::cancellation_type::terminal);
    asio::post(io, [kept = signal] {});
}

bool run_one(asio::io_context& io, std::chrono::steady_clock::time_point until) {
    return io.run_one_until(until) != 0;
}

}  // namespace ddbsnap::test
