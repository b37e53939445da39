#include "net/side_by_side.hpp"

#include "net/cancelled.hpp"
#include "net/no_throw_scope.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace ddbsnap::net {

namespace asio = boost::asio;

operations_at_once::operations_at_once(asio::any_io_executor executor)
    : state_(std::make_shared<state>(std::move(executor))) {}

void operations_at_once::start(asio::awaitable<void> operation) {
    auto& one = state_->all.emplace_back();
    auto ended = [s = state_, &one](std::exception_ptr thrown) {
        one.has_ended = true;
        if (thrown) s->thrown = std::move(thrown);
        ++s->ended;
        s->timer.cancel();
    };
    spawn(state_->timer.get_executor(), without_throwing(std::move(operation)), std::move(ended),
          one.signal.slot());
}

void operations_at_once::cancel() {
    for (auto& one : state_->all)
        if (!one.has_ended) one.signal.emit(asio::cancellation_type::terminal);
}

asio::awaitable<bool> operations_at_once::wait(steady_time until) {
    auto const s = state_;
    auto const before = s->seen;
    bool const is_cancelled_now = co_await is_cancelled();
    if (is_cancelled_now) cancel();
    s->timer.expires_at(until);
    while (s->ended == before) {
        boost::system::error_code ec;
        co_await s->timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        if (!ec && s->ended == before) co_return false;
        if (s->ended == before) {  // the coroutine itself was cancelled
            cancel();
            s->timer.expires_at(steady_time::max());
        }
    }
    s->seen = s->ended;
    if (s->thrown) co_await finish();
    co_return true;
}

asio::awaitable<void> operations_at_once::finish() {
    auto const s = state_;
    cancel();
    s->timer.expires_at(steady_time::max());
    while (!all_ended()) {
        boost::system::error_code ec;
        co_await s->timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
    if (s->thrown) std::rethrow_exception(s->thrown);
}

}  // namespace ddbsnap::net
