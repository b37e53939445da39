#include "net/connection_pool.hpp"

#include "net/translate.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace ddbsnap::net {
namespace {

using std::chrono::steady_clock;

// Settings that stand for ever must not overflow when they are added to a time.
std::chrono::milliseconds time_to_open(connection_options const& o) {
    std::chrono::milliseconds const most = std::chrono::hours(24);
    return std::min(o.connect_timeout, most) + std::min(o.handshake_timeout, most);
}

}  // namespace

void lease::abandon() noexcept { pool_->close(std::move(*this), connection_event::reason::error); }

connection_pool::connection_pool(std::shared_ptr<stream_connector> connector, origin to,
                                 pool_settings settings)
    : policy_(settings.connections, settings.most_idle),
      opener_(std::move(connector), std::move(to), time_to_open(settings.connections)),
      settings_(std::move(settings)),
      generator_(std::random_device{}()) {
    auto const& peer = opener_.to();
    endpoint_ = peer.port == (peer.tls ? 443 : 80) ? peer.host : peer.to_string();
}

void connection_pool::work_on(asio::any_io_executor const& executor) {
    if (is_shut_down_ || (timer_ && executor_ == executor)) return;
    executor_ = executor;
    timer_.emplace(executor);
    look_at_ = steady_time::max();
    if (counts().connections() != 0) look(steady_clock::now());
}

void connection_pool::warm_up() { open_missing(steady_clock::now()); }

lease connection_pool::take(steady_time now) {
    // The timer's thread may be busy with something that blocks: deadlines are met all the same.
    if (now >= look_at_) look(now);
    lease found;
    bool has_closed = false;
    while (!found && !idle_.empty()) {
        if (auto const why = fault_of(idle_.back(), now); why != reason::none) {
            close_idle(idle_.size() - 1, why);
            has_closed = true;
            continue;
        }
        found = lease(*this, std::move(idle_.back()));
        idle_.pop_back();
        ++busy_;
    }
    if (has_closed) open_missing(now);
    return found;
}

asio::awaitable<result<lease>> connection_pool::wait(steady_time deadline) {
    if (is_shut_down_) co_return aborted("connecting to " + to().to_string());
    if (policy_.need(counts()) == pool_policy::need_verdict::refuse) co_return refused();
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none)
        co_return aborted("connecting to " + to().to_string());
    auto const begun = steady_clock::now();
    waiting_call call(waiting_, executor_, deadline);
    open_missing(begun);
    boost::system::error_code woken;
    co_await call.wake.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    call.leave();
    bool const is_cancelled = cancellation.cancelled() != asio::cancellation_type::none;
    auto const now = steady_clock::now();
    bool const has_lease = call.outcome && call.outcome->has_value();
    if (call.outcome && !is_cancelled && (!has_lease || now < deadline)) co_return *std::move(call.outcome);
    if (has_lease) give_back(std::move(**call.outcome));
    opener_.cancel(policy_.surplus_openings(counts()));
    rest_if_empty();
    if (is_cancelled) co_return aborted("waiting for a connection to " + to().to_string());
    co_return gave_up(now - begun);
}

void connection_pool::give_back(lease l) {
    auto c = std::move(l.held_);
    --busy_;
    c.is_fresh = false;  // something may lie behind the answer that was read
    place(std::move(c), steady_clock::now());
}

void connection_pool::close(lease l, reason why) noexcept {
    auto c = std::move(l.held_);
    --busy_;
    closed(std::move(c), why);
    try {
        if (!is_shut_down_) open_missing(steady_clock::now());
    } catch (...) {
        // Out of memory: those who wait will notice at their deadline.
    }
    rest_if_empty();
}

void connection_pool::drop_idle_until(steady_time last_used) noexcept {
    for (auto i = idle_.size(); i-- > 0;)
        if (idle_[i].life.idle_since <= last_used) close_idle(i, reason::peer);
}

void connection_pool::watch(deadline_sweep::entry& e, steady_time deadline) {
    deadlines_.watch(e);
    look_by(deadline);
}

void connection_pool::shut_down() noexcept {
    is_shut_down_ = true;
    timer_.reset();
    opener_.cancel(opener_.under_way());
    while (!idle_.empty()) close_idle(idle_.size() - 1, reason::shutdown);
}

}  // namespace ddbsnap::net
