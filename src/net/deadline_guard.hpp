#pragma once

#include "net/byte_stream.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>

namespace ddbsnap::net {

/// Aborts a stream when a time has come, unless destroyed before. One timer for a whole exchange, not one an
/// operation. A stream stays aborted, so an operation that starts just after the timer fails too.
class deadline_guard {
   public:
    deadline_guard(asio::any_io_executor const& executor, steady_time at, byte_stream& stream)
        : timer_(executor, at), state_(std::make_shared<state>(state{&stream, false})) {
        timer_.async_wait([s = state_](boost::system::error_code ec) {
            if (ec || !s->stream) return;
            s->expired = true;
            s->stream->abort();
        });
    }
    deadline_guard(deadline_guard const&) = delete;
    deadline_guard& operator=(deadline_guard const&) = delete;
    ~deadline_guard() { state_->stream = nullptr; }

    bool expired() const noexcept { return state_->expired; }

   private:
    struct state {
        byte_stream* stream;
        bool expired;
    };

    asio::steady_timer timer_;
    std::shared_ptr<state> state_;
};

}  // namespace ddbsnap::net
