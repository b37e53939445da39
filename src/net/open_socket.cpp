#include "net/open_socket.hpp"

#include "net/address_race.hpp"
#include "net/resolve.hpp"
#include "net/translate.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <memory>
#include <netinet/tcp.h>
#include <optional>
#include <string>

namespace ddbsnap::net {
namespace {

using asio::ip::tcp;
using error_code = boost::system::error_code;

void set_options(tcp::socket& socket) {
    using idle_option = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPIDLE>;
    using interval_option = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPINTVL>;
    using count_option = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPCNT>;
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
    // The kernel would first ask after two hours; load balancers and NAT forget a silent connection after
    // minutes. A peer that vanished is noticed after 20 + 3 x 5 seconds.
    socket.set_option(idle_option(20), ignored);
    socket.set_option(interval_option(5), ignored);
    socket.set_option(count_option(3), ignored);
}

// What the attempts leave behind for a coroutine that may have gone by then.
struct race {
    race(asio::any_io_executor const& executor, std::vector<tcp::endpoint> const& found)
        : wake(executor), moves(found.size()) {
        std::vector<bool> is_v6;
        for (auto const& endpoint : found) is_v6.push_back(endpoint.address().is_v6());
        for (auto const i : interleaved(is_v6)) addresses.push_back(found[i]);
        for (std::size_t i = 0; i < found.size(); ++i) sockets.emplace_back(executor);
    }

    void finish(std::size_t i, error_code ec);
    failure lost(origin const& to) const;
    failure late(origin const& to) const;

    asio::steady_timer wake;  // cancelled when an attempt has ended
    address_race moves;
    std::vector<tcp::endpoint> addresses;
    std::vector<tcp::socket> sockets;
    std::optional<tcp::socket> winner;
    std::string reasons;
    bool is_over = false;
    bool all_timed_out = true;
};

void race::finish(std::size_t i, error_code ec) {
    if (is_over || winner) return;
    if (!ec) {
        set_options(sockets[i]);
        winner = std::move(sockets[i]);
    } else {
        moves.failed();
        all_timed_out = all_timed_out && ec == asio::error::timed_out;
        if (addresses.size() > 1)
            fmt::format_to(std::back_inserter(reasons), "{}{}: ", reasons.empty() ? "" : "; ",
                           addresses[i].address().to_string());
        reasons += ec.message();
    }
    wake.cancel();
}

failure race::lost(origin const& to) const {
    if (all_timed_out) return late(to);
    return failure(errc::connect_failed, fmt::format("cannot connect to {}: {}", to.to_string(), reasons),
                   "check that the endpoint is right and its server is running");
}

failure race::late(origin const& to) const {
    auto f = took_too_long("connecting to", to);
    if (!reasons.empty()) f.details().message += fmt::format("; {}", reasons);
    return f;
}

// Closes what did not win, whichever way the race ends.
struct race_end {
    explicit race_end(race& r) : of(r) {}
    race_end(race_end const&) = delete;
    race_end& operator=(race_end const&) = delete;
    ~race_end() {
        of.is_over = true;
        error_code ignored;
        for (auto& socket : of.sockets) socket.close(ignored);
    }
    race& of;
};

void start(std::shared_ptr<race> const& r, std::size_t i) {
    r->sockets[i].async_connect(r->addresses[i], [r, i](error_code ec) { r->finish(i, ec); });
}

}  // namespace

failure took_too_long(std::string_view what, origin const& to) {
    return failure(
        errc::timeout, fmt::format("{} {} took too long", what, to.to_string()),
        "check that the endpoint is reachable from here (security groups, proxies, VPC endpoints)");
}

asio::awaitable<result<tcp::socket>> open_socket(origin const& to, steady_time deadline) {
    auto const found = co_await resolve(to, deadline);
    if (!found) co_return found.error();
    co_return co_await connect_first(*found, to, deadline);
}

asio::awaitable<result<tcp::socket>> connect_first(std::vector<tcp::endpoint> const& addresses,
                                                   origin const& to, steady_time deadline) {
    auto const executor = co_await asio::this_coro::executor;
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    auto const r = std::make_shared<race>(executor, addresses);
    race_end const end(*r);
    for (;;) {
        if (r->winner) co_return std::move(*r->winner);
        auto const now = std::chrono::steady_clock::now();
        if (now >= deadline) co_return r->late(to);
        auto const move = r->moves.next(now);
        if (move.what == address_race::move::kind::lost) co_return r->lost(to);
        if (move.what == address_race::move::kind::start) {
            start(r, move.address);
            continue;
        }
        error_code woken;
        r->wake.expires_at(std::min(move.until, deadline));
        co_await r->wake.async_wait(asio::redirect_error(asio::use_awaitable, woken));
        if (cancellation.cancelled() != asio::cancellation_type::none)
            co_return aborted("connecting to " + to.to_string());
    }
}

}  // namespace ddbsnap::net
