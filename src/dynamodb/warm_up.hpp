#pragma once

#include "dynamodb/request_sender.hpp"
#include "net/spawn.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <exception>
#include <memory>
#include <optional>

namespace ddbsnap::dynamodb {

/// What a first request would wait for, done in the background: keys, name look-up, connections, handshakes.
/// It ends when that is done, or with this object. Confined to the executor.
class warm_up {
   public:
    warm_up(boost::asio::any_io_executor const& executor, std::shared_ptr<request_sender> sender)
        : stop_(std::make_shared<boost::asio::cancellation_signal>()) {
        // What runs keeps alive what it needs: the client may go before it has heard of it.
        auto const done = [sender, stop = stop_](std::exception_ptr const&) {};
        auto const outcome = std::make_shared<std::optional<result<void>>>();  // which nobody asks for
        net::spawn(executor, net::outcome_into(outcome, sender->warm_up()), done, stop_->slot());
    }
    warm_up(warm_up const&) = delete;
    warm_up& operator=(warm_up const&) = delete;
    ~warm_up() { stop_->emit(boost::asio::cancellation_type::terminal); }

   private:
    std::shared_ptr<boost::asio::cancellation_signal> stop_;
};

}  // namespace ddbsnap::dynamodb
