#pragma once

#include "dynamodb/request_sender.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <memory>

namespace ddbsnap::dynamodb {

/// What a first request would wait for, done in the background: keys, name look-up, connections, handshakes.
/// It ends when that is done, or with this object. Confined to the executor.
class warm_up {
   public:
    warm_up(boost::asio::any_io_executor const& executor, std::shared_ptr<request_sender> sender)
        : stop_(std::make_shared<boost::asio::cancellation_signal>()) {
        // What runs keeps alive what it needs: the client may go before it has heard of it.
        auto const done = [sender, stop = stop_](std::exception_ptr, result<void> const&) {};
        boost::asio::co_spawn(executor, sender->warm_up(),
                              boost::asio::bind_cancellation_slot(stop_->slot(), done));
    }
    warm_up(warm_up const&) = delete;
    warm_up& operator=(warm_up const&) = delete;
    ~warm_up() { stop_->emit(boost::asio::cancellation_type::terminal); }

   private:
    std::shared_ptr<boost::asio::cancellation_signal> stop_;
};

}  // namespace ddbsnap::dynamodb
