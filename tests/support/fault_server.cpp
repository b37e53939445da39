#include "support/fault_server.hpp"

#include "support/fault_session.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace asio = boost::asio;
using asio::ip::tcp;
using error_code = boost::system::error_code;

namespace ddbsnap::test {

struct fault_server::state {
    explicit state(asio::io_context& io)
        : acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          address(acceptor.local_endpoint()) {}

    tcp::acceptor acceptor;
    tcp::endpoint const address;
    std::shared_ptr<fault_sessions> sessions = std::make_shared<fault_sessions>();
    std::shared_ptr<asio::ssl::context> tls;
    std::optional<certificate> shown;
    int newest_tls = 0;  // what OpenSSL has

    // Connections keep the context that they began with.
    void make_context() {
        tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
        tls->use_certificate_chain(asio::buffer(shown->chain));
        tls->use_private_key(asio::buffer(shown->key), asio::ssl::context::pem);
        SSL_CTX_set_max_proto_version(tls->native_handle(), newest_tls);
        if (newest_tls != 0 && newest_tls < TLS1_2_VERSION) {
            SSL_CTX_set_min_proto_version(tls->native_handle(), newest_tls);
            SSL_CTX_set_security_level(tls->native_handle(), 0);
        }
    }
};

namespace {

template <class State>
asio::awaitable<void> accept_all(std::shared_ptr<State> server) {
    for (;;) {
        error_code ec;
        auto socket = co_await server->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, ec));
        if (ec == asio::error::operation_aborted || ec == asio::error::bad_descriptor) co_return;
        if (!ec) serve_connection(server->sessions, std::move(socket), server->tls);
    }
}

behaviour work_off(std::vector<reaction> script) {
    struct list {
        std::vector<reaction> reactions;
        std::size_t next = 0;
        reaction const& front() const { return reactions[std::min(next, reactions.size() - 1)]; }
    };
    auto const todo = std::make_shared<list>(list{std::move(script)});
    auto const take = [todo] {
        auto const& first = todo->front();
        ++todo->next;
        return first;
    };
    auto const at_connection = [todo, take](int) {
        return todo->front().at_connection ? std::optional<reaction>(take()) : std::nullopt;
    };
    return {at_connection, take};
}

}  // namespace

fault_server::fault_server(asio::io_context& io, std::vector<reaction> script, std::optional<certificate> tls)
    : state_(std::make_shared<state>(io)) {
    state_->sessions->what = work_off(std::move(script));
    if (tls) rotate(*tls);
    asio::co_spawn(io, accept_all(state_), asio::detached);
}

fault_server::~fault_server() {
    go_down();
    state_->sessions->hanging.clear();
}

std::uint16_t fault_server::port() const { return state_->address.port(); }

std::string fault_server::url() const {
    return fmt::format("{}://127.0.0.1:{}", state_->tls ? "https" : "http", port());
}

void fault_server::behave(behaviour what) { state_->sessions->what = std::move(what); }

void fault_server::rotate(certificate const& to) {
    state_->shown = to;
    state_->make_context();
}

void fault_server::speak_at_most(int tls_version) {
    state_->newest_tls = tls_version;
    state_->make_context();
}

void fault_server::take_small_bites() {
    state_->acceptor.set_option(asio::socket_base::receive_buffer_size(8192));
}

void fault_server::go_down() {
    error_code ignored;
    state_->acceptor.close(ignored);
    for (auto const& one : state_->sessions->all)
        if (auto const session = one.lock()) session->reset();
}

void fault_server::come_up() {
    state_->acceptor = tcp::acceptor(state_->acceptor.get_executor(), state_->address);
    asio::co_spawn(state_->acceptor.get_executor(), accept_all(state_), asio::detached);
}

std::vector<received_request> const& fault_server::requests() const { return state_->sessions->requests; }
int fault_server::connections() const { return state_->sessions->connections; }

int fault_server::open_connections() const {
    constexpr int most_files = 1024;
    int open = 0;
    for (int file = 0; file < most_files; ++file) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        bool const is_connected = ::getpeername(file, reinterpret_cast<sockaddr*>(&peer), &size) == 0;
        if (is_connected && peer.sin_family == AF_INET && ntohs(peer.sin_port) == port()) ++open;
    }
    return open;
}

}  // namespace ddbsnap::test
