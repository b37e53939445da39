#include "net/spawn.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

namespace ddbsnap::net {

namespace asio = boost::asio;

void spawn(asio::any_io_executor const& executor, asio::awaitable<void> operation, spawn_end ended,
           asio::cancellation_slot slot) {
    auto tell = [ended = std::move(ended)](std::exception_ptr thrown) {
        if (ended) ended(std::move(thrown));
    };
    asio::co_spawn(executor, std::move(operation), asio::bind_cancellation_slot(slot, std::move(tell)));
}

}  // namespace ddbsnap::net
