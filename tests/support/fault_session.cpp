#include "support/fault_session.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <type_traits>

namespace asio = boost::asio;
using asio::ip::tcp;
using error_code = boost::system::error_code;

namespace ddbsnap::test {
namespace {

// `Stream` is tcp::socket or ssl::stream<tcp::socket>.
template <class Stream>
class session final : public fault_session, public std::enable_shared_from_this<session<Stream>> {
   public:
    template <class... Args>
    explicit session(std::shared_ptr<fault_sessions> server, std::shared_ptr<asio::ssl::context> tls,
                     Args&&... args)
        : server_(std::move(server)),
          tls_(std::move(tls)),
          stream_(std::forward<Args>(args)...),
          number_(server_->connections) {}

    static asio::awaitable<void> run(std::shared_ptr<session> self) {
        auto& what = self->server_->what;
        if (what.on_connection) {
            if (auto const at_once = what.on_connection(self->number_)) {
                co_await self->write_beneath(at_once->send);
                co_await self->end(*at_once);
                co_return;
            }
        }
        if (!co_await self->handshake()) co_return;
        while (co_await self->serve_one()) {
        }
    }

    auto executor() { return stream_.get_executor(); }

    void reset() override {
        error_code ignored;
        socket().set_option(asio::socket_base::linger(true, 0), ignored);
        socket().close(ignored);
    }

   private:
    static constexpr bool is_tls = !std::is_same_v<Stream, tcp::socket>;

    auto& socket() { return stream_.lowest_layer(); }

    tcp::socket& beneath() {
        if constexpr (is_tls)
            return stream_.next_layer();
        else
            return stream_;
    }

    asio::awaitable<bool> handshake() {
        error_code ec;
        if constexpr (is_tls)
            co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                             asio::redirect_error(asio::use_awaitable, ec));
        co_return !ec;
    }

    // Whether the connection is good for another request.
    asio::awaitable<bool> serve_one() {
        // Waits for the first byte: the script is for requests, not for connections that end.
        if (!co_await read_some(1)) co_return false;
        auto const what = server_->what.on_request();
        if (what.read_at_most == reaction::all) {
            if (!co_await read_request()) co_return false;
            server_->requests.push_back(request_);
        } else if (!co_await read_some(what.read_at_most))
            co_return false;
        if (what.when_read) what.when_read();
        co_await act(what.act);
        co_await write(what);
        co_await end(what);
        co_return what.after == reaction::ending::keep_alive;
    }

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

    asio::awaitable<void> act(reaction::tls_act what) {
        error_code ec;
        if constexpr (is_tls) {
            if (what == reaction::tls_act::key_update)
                SSL_key_update(stream_.native_handle(), SSL_KEY_UPDATE_REQUESTED);
            if (what == reaction::tls_act::renegotiate) SSL_renegotiate(stream_.native_handle());
            // Sends what TLS has to say now; the answers to it are dealt with when the next request is read.
            if (what != reaction::tls_act::none)
                co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                                 asio::redirect_error(asio::use_awaitable, ec));
        }
        co_return;
    }

    asio::awaitable<void> write(reaction const& what) {
        std::string const bytes = what.answer ? what.answer(request_) : what.send;
        set_cork(!what.unasked.empty());
        co_await write_pieces(std::string_view(bytes).substr(0, what.send_at_most), what);
        error_code ec;
        if (!what.unasked.empty())
            co_await asio::async_write(stream_, asio::buffer(what.unasked),
                                       asio::redirect_error(asio::use_awaitable, ec));
        set_cork(false);
        while (!what.forever.empty() && !ec)
            co_await asio::async_write(stream_, asio::buffer(what.forever),
                                       asio::redirect_error(asio::use_awaitable, ec));
        co_await write_beneath(what.beneath_tls);
    }

    asio::awaitable<void> write_pieces(std::string_view left, reaction const& what) {
        asio::steady_timer timer(stream_.get_executor());
        error_code ec;
        for (bool first = true; !left.empty() && !ec; first = false) {
            auto const piece = left.substr(0, what.piece);
            left.remove_prefix(piece.size());
            if (!first && what.pause.count() != 0) {
                timer.expires_after(what.pause);
                co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
            }
            co_await asio::async_write(stream_, asio::buffer(piece.data(), piece.size()),
                                       asio::redirect_error(asio::use_awaitable, ec));
        }
    }

    asio::awaitable<void> write_beneath(std::string const& bytes) {
        error_code ec;
        if (!bytes.empty())
            co_await asio::async_write(beneath(), asio::buffer(bytes),
                                       asio::redirect_error(asio::use_awaitable, ec));
    }

    // Corked, what is written goes out together; otherwise each piece at once.
    void set_cork(bool on) {
        int const value = on ? 1 : 0;
        ::setsockopt(socket().native_handle(), IPPROTO_TCP, TCP_CORK, &value, sizeof value);
        error_code ignored;
        socket().set_option(tcp::no_delay(!on), ignored);
    }

    asio::awaitable<void> end(reaction const& what) {
        using enum reaction::ending;
        error_code ec;
        if (what.after == keep_alive || !socket().is_open()) co_return;
        if (what.after == hang) {
            server_->hanging.push_back(this->shared_from_this());
            co_return;
        }
        if (what.after == half_close) co_await drain();
        if constexpr (is_tls)
            if (what.after == close && !what.at_connection)
                co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, ec));
        if (what.after == reset)
            this->reset();
        else
            socket().close(ec);
    }

    asio::awaitable<void> drain() {
        error_code ec;
        std::array<char, 4096> ignored;
        beneath().shutdown(tcp::socket::shutdown_send, ec);
        while (!ec)
            co_await beneath().async_read_some(asio::buffer(ignored),
                                               asio::redirect_error(asio::use_awaitable, ec));
    }

    std::shared_ptr<fault_sessions> server_;
    std::shared_ptr<asio::ssl::context> tls_;  // the stream's, which the server may have replaced since
    Stream stream_;
    int number_;
    std::string pending_;
    received_request request_;
};

template <class Stream, class... Args>
void start(std::shared_ptr<fault_sessions> const& of, std::shared_ptr<asio::ssl::context> const& tls,
           Args&&... args) {
    auto made = std::make_shared<session<Stream>>(of, tls, std::forward<Args>(args)...);
    std::erase_if(of->all, [](auto const& gone) { return gone.expired(); });
    of->all.push_back(made);
    asio::co_spawn(made->executor(), session<Stream>::run(made), asio::detached);
}

}  // namespace

void serve_connection(std::shared_ptr<fault_sessions> of, tcp::socket socket,
                      std::shared_ptr<asio::ssl::context> tls) {
    ++of->connections;
    if (tls)
        start<asio::ssl::stream<tcp::socket>>(of, tls, std::move(socket), *tls);
    else
        start<tcp::socket>(of, tls, std::move(socket));
}

}  // namespace ddbsnap::test
