#include "model_server/server.hpp"

#include "model_server/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace model_server {

namespace asio = boost::asio;

namespace {

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

// Each may hold a header, a body and what was read ahead.
constexpr std::size_t max_connections = 1024;

}  // namespace

boost::system::error_code server::listen(asio::ip::tcp::endpoint const& where) {
    boost::system::error_code ec;
    acceptor_.open(where.protocol(), ec);
    if (!ec) acceptor_.set_option(asio::socket_base::reuse_address(true), ec);
    if (!ec) acceptor_.bind(where, ec);
    if (!ec) acceptor_.listen(asio::socket_base::max_listen_connections, ec);
    return ec;
}

asio::awaitable<void> server::accept() {
    asio::steady_timer pause(acceptor_.get_executor());
    while (acceptor_.is_open()) {
        auto [ec, socket] = co_await acceptor_.async_accept(as_values);
        if (!acceptor_.is_open()) break;
        if (!ec) {
            start(std::move(socket));
            continue;
        }
        log("warning: cannot accept a connection: " + ec.message());
        pause.expires_after(std::chrono::milliseconds(100));  // no file descriptors left, most likely
        co_await pause.async_wait(as_values);
    }
}

void server::start(asio::ip::tcp::socket socket) {
    if (connections_.size() >= max_connections) return;  // and the socket closes
    boost::system::error_code ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    ++metrics_.connections_opened;
    auto const c = connections_.emplace(connections_.end(), std::move(socket), calls_, timeout_);
    metrics_.connections_open = connections_.size();
    asio::co_spawn(acceptor_.get_executor(), c->run(), [this, c](std::exception_ptr thrown) {
        connections_.erase(c);
        metrics_.connections_open = connections_.size();
        gone_.cancel();
        if (thrown) log_thrown(thrown);  // no memory left, or a mistake: the others go on
    });
}

void server::stop() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    for (auto& c : connections_) c.stop();
}

asio::awaitable<bool> server::wait_until_idle(std::chrono::milliseconds at_most) {
    auto const end = std::chrono::steady_clock::now() + at_most;
    while (!connections_.empty() && std::chrono::steady_clock::now() < end) {
        gone_.expires_at(end);
        co_await gone_.async_wait(as_values);
    }
    co_return connections_.empty();
}

void server::abort() {
    for (auto& c : connections_) c.abort();
}

}  // namespace model_server
