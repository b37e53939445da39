#include "net/open_socket.hpp"

#include "net/deadline_guard.hpp"
#include "net/resolve.hpp"
#include "net/translate.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>
#include <netinet/tcp.h>

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

}  // namespace

failure took_too_long(std::string_view what, origin const& to) {
    return failure(
        errc::timeout, fmt::format("{} {} took too long", what, to.to_string()),
        "check that the endpoint is reachable from here (security groups, proxies, VPC endpoints)");
}

// Tries the addresses in order, sharing the time that is left between those still untried.
asio::awaitable<result<tcp::socket>> open_socket(origin const& to, steady_time deadline) {
    auto found = co_await resolve(to, deadline);
    if (!found) co_return std::move(found).error();
    auto const executor = co_await asio::this_coro::executor;
    tcp::socket socket(executor);
    error_code ec;
    auto left = found->size();
    for (auto const& endpoint : *found) {
        auto const now = std::chrono::steady_clock::now();
        auto const share = now + (deadline - now) / static_cast<long>(left--);
        ec = {};
        socket.close(ec);
        deadline_guard guard(executor, share, [&socket] {
            error_code ignored;
            socket.close(ignored);
        });
        co_await socket.async_connect(endpoint, asio::redirect_error(asio::use_awaitable, ec));
        // First the time: once it is up the socket is closed, even if it had just been connected.
        if (guard.expired()) ec = asio::error::timed_out;
        if (!ec) break;
        if (ec == asio::error::operation_aborted) co_return aborted("connecting to " + to.to_string());
    }
    if (ec == asio::error::timed_out) co_return took_too_long("connecting to", to);
    if (ec)
        co_return failure(errc::connect_failed,
                          fmt::format("cannot connect to {}: {}", to.to_string(), ec.message()),
                          "check that the endpoint is right and its server is running");
    set_options(socket);
    co_return std::move(socket);
}

}  // namespace ddbsnap::net
