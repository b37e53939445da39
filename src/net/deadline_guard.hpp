#pragma once

#include "net/byte_stream.hpp"

#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>

namespace ddbsnap::net {

/// Aborts an operation when a time has come, unless destroyed before. What it acts on stays closed, so that
/// a step that starts just after the timer fails too.
class deadline_guard {
   public:
    deadline_guard(asio::any_io_executor const& executor, steady_time at, std::function<void()> abort)
        : timer_(executor, at), state_(std::make_shared<state>(state{std::move(abort), false})) {
        timer_.async_wait([s = state_](boost::system::error_code ec) {
            if (ec || !s->abort) return;
            s->expired = true;
            s->abort();
        });
    }
    deadline_guard(asio::any_io_executor const& executor, steady_time at, byte_stream& stream)
        : deadline_guard(executor, at, [&stream] { stream.abort(); }) {}
    deadline_guard(deadline_guard const&) = delete;
    deadline_guard& operator=(deadline_guard const&) = delete;
    ~deadline_guard() { state_->abort = nullptr; }

    bool expired() const noexcept { return state_->expired; }

   private:
    struct state {
        std::function<void()> abort;
        bool expired;
    };

    asio::steady_timer timer_;
    std::shared_ptr<state> state_;
};

}  // namespace ddbsnap::net
