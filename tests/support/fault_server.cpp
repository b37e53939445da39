#include "support/fault_server.hpp"

#include "support/http_text.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <type_traits>

namespace asio = boost::asio;
using asio::ip::tcp;
using error_code = boost::system::error_code;

namespace ddbsnap::test {

struct fault_server::state {
    state(asio::io_context& io, std::vector<reaction> s)
        : acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)), script(std::move(s)) {}

    reaction take() {
        auto const at = std::min(next++, script.size() - 1);
        return script[at];
    }
    bool next_is_at_connection() const { return script[std::min(next, script.size() - 1)].at_connection; }

    tcp::acceptor acceptor;
    std::unique_ptr<asio::ssl::context> tls;
    std::vector<reaction> script;
    std::size_t next = 0;
    int connections = 0;
    std::vector<received_request> requests;
    std::vector<std::shared_ptr<void>> hanging;  // kept open as long as the server is there
};

namespace {

// `Stream` is tcp::socket or ssl::stream<tcp::socket>.
template <class Stream>
class session : public std::enable_shared_from_this<session<Stream>> {
   public:
    template <class State, class... Args>
    session(State& s, Args&&... args) : stream_(std::forward<Args>(args)...), number_(s.connections) {}

    template <class State>
    static asio::awaitable<void> run(std::shared_ptr<session> self, std::shared_ptr<State> server) {
        if (server->next_is_at_connection()) {
            self->hang_or_reset(server->take(), *server);
            co_return;
        }
        if (!co_await self->handshake()) co_return;
        for (bool more = true; more;) {
            if (!co_await self->begin_request()) co_return;
            auto const what = server->take();
            if (what.read_at_most == reaction::all) {
                if (!co_await self->read_request()) co_return;
                server->requests.push_back(self->request_);
            } else if (!co_await self->read_some(what.read_at_most))
                co_return;
            if (what.when_read) what.when_read();
            co_await self->write(what);
            more = what.after == reaction::ending::keep_alive;
            if (!more && what.after == reaction::ending::close) co_await self->shut_down();
            if (!more) self->hang_or_reset(what, *server);
        }
    }

   private:
    static constexpr bool is_tls = !std::is_same_v<Stream, tcp::socket>;

    auto& socket() { return stream_.lowest_layer(); }

    asio::awaitable<bool> handshake() {
        error_code ec;
        if constexpr (is_tls)
            co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                             asio::redirect_error(asio::use_awaitable, ec));
        co_return !ec;
    }

    // Waits for the first byte: the script is for requests, not for connections that end.
    asio::awaitable<bool> begin_request() { return read_some(1); }

    asio::awaitable<bool> read_some(std::size_t n) {
        error_code ec;
        if (pending_.size() < n)
            co_await asio::async_read(stream_, asio::dynamic_buffer(pending_),
                                      asio::transfer_exactly(n - pending_.size()),
                                      asio::redirect_error(asio::use_awaitable, ec));
        co_return !ec;
    }

    asio::awaitable<bool> read_request() {
        error_code ec;
        auto const size = co_await asio::async_read_until(stream_, asio::dynamic_buffer(pending_), "\r\n\r\n",
                                                          asio::redirect_error(asio::use_awaitable, ec));
        if (ec) co_return false;
        request_ = {pending_.substr(0, size), {}, number_};
        auto const length = std::stoul(request_.header("Content-Length").value_or("0"));
        if (!co_await read_some(size + length)) co_return false;
        request_.body = pending_.substr(size, length);
        pending_.erase(0, size + length);
        co_return true;
    }

    asio::awaitable<void> write(reaction const& what) {
        set_cork(!what.unasked.empty());
        std::string_view left = std::string_view(what.send).substr(0, what.send_at_most);
        error_code ec;
        while (!left.empty() && !ec) {
            auto const piece = left.substr(0, what.piece);
            left.remove_prefix(piece.size());
            co_await asio::async_write(stream_, asio::buffer(piece.data(), piece.size()),
                                       asio::redirect_error(asio::use_awaitable, ec));
        }
        if (!what.unasked.empty())
            co_await asio::async_write(stream_, asio::buffer(what.unasked),
                                       asio::redirect_error(asio::use_awaitable, ec));
        set_cork(false);
    }

    // Corked, what is written goes out together; otherwise each piece at once.
    void set_cork(bool on) {
        int const value = on ? 1 : 0;
        ::setsockopt(socket().native_handle(), IPPROTO_TCP, TCP_CORK, &value, sizeof value);
        error_code ignored;
        socket().set_option(tcp::no_delay(!on), ignored);
    }

    asio::awaitable<void> shut_down() {
        error_code ec;
        if constexpr (is_tls) co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, ec));
    }

    template <class State>
    void hang_or_reset(reaction const& what, State& server) {
        error_code ignored;
        if (what.after == reaction::ending::hang) {
            server.hanging.push_back(this->shared_from_this());
            return;
        }
        if (what.after == reaction::ending::reset)
            socket().set_option(asio::socket_base::linger(true, 0), ignored);
        socket().close(ignored);
    }

    Stream stream_;
    int number_;
    std::string pending_;
    received_request request_;
};

template <class State>
asio::awaitable<void> accept_all(std::shared_ptr<State> server) {
    for (;;) {
        error_code ec;
        auto socket = co_await server->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, ec));
        if (ec) co_return;
        ++server->connections;
        auto const executor = server->acceptor.get_executor();
        if (server->tls) {
            using tls_session = session<asio::ssl::stream<tcp::socket>>;
            auto s = std::make_shared<tls_session>(*server, std::move(socket), *server->tls);
            asio::co_spawn(executor, tls_session::run(s, server), asio::detached);
        } else {
            using plain_session = session<tcp::socket>;
            auto s = std::make_shared<plain_session>(*server, std::move(socket));
            asio::co_spawn(executor, plain_session::run(s, server), asio::detached);
        }
    }
}

}  // namespace

fault_server::fault_server(asio::io_context& io, std::vector<reaction> script, std::optional<certificate> tls)
    : state_(std::make_shared<state>(io, std::move(script))) {
    if (tls) {
        state_->tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
        state_->tls->use_certificate_chain(asio::buffer(tls->chain));
        state_->tls->use_private_key(asio::buffer(tls->key), asio::ssl::context::pem);
    }
    asio::co_spawn(io, accept_all(state_), asio::detached);
}

fault_server::~fault_server() {
    error_code ignored;
    state_->acceptor.close(ignored);
    state_->hanging.clear();
}

std::uint16_t fault_server::port() const { return state_->acceptor.local_endpoint().port(); }

std::string fault_server::url() const {
    return fmt::format("{}://127.0.0.1:{}", state_->tls ? "https" : "http", port());
}

std::vector<received_request> const& fault_server::requests() const { return state_->requests; }
int fault_server::connections() const { return state_->connections; }

}  // namespace ddbsnap::test
