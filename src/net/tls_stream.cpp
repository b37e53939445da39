#include "net/tls_stream.hpp"

#include "net/cancelled.hpp"
#include "net/peer_name.hpp"
#include "net/plain_stream.hpp"
#include "net/translate.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace ddbsnap::net {
namespace {

constexpr auto as_result = asio::as_tuple(asio::deferred);

// Encrypting so much takes some tens of microseconds.
constexpr std::size_t slice = 64 * 1024;

}  // namespace

tls_stream::tls_stream(asio::ip::tcp::socket socket, std::shared_ptr<tls_context> context, origin const& to)
    : context_(std::move(context)),
      socket_(std::move(socket)),
      bio_(socket_.native_handle()),
      ssl_(context_->new_connection(to.host, to.to_string())) {
    auto* bio = bio_.make_bio();
    SSL_set_bio(ssl_.get(), bio, bio);
}

// OpenSSL would hold the session of a connection that ends without close_notify for unusable, although TLS
// allows to resume it. Fatal errors have dropped theirs before.
tls_stream::~tls_stream() {
    if (SSL_is_init_finished(ssl_.get()) == 1)
        SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

bool tls_stream::has_resumed_session() const noexcept { return SSL_session_reused(ssl_.get()) == 1; }

// The reason of a call that neither succeeded nor wants to be repeated.
tls_stream::error_code tls_stream::why(int outcome) const noexcept {
    auto const queued = ERR_get_error();
    ERR_clear_error();
    if (outcome == SSL_ERROR_ZERO_RETURN) return asio::error::eof;
    if (queued != 0 && ERR_GET_REASON(queued) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
        return asio::ssl::error::stream_truncated;
    if (queued != 0) return {static_cast<int>(queued), asio::error::get_ssl_category()};
    if (bio_.error() != 0) return {bio_.error(), boost::system::system_category()};
    return asio::ssl::error::stream_truncated;
}

asio::awaitable<tls_stream::error_code> tls_stream::receive() {
    auto const buffer = asio::buffer(bio_.free_part(), bio_.free_size());
    auto const [ec, n] = co_await socket_.async_read_some(buffer, as_result);
    bio_.received(n);
    if (ec != asio::error::eof) co_return ec;
    bio_.ended();  // OpenSSL tells a TLS stream that ended from one that was cut off
    co_return error_code();
}

// Until the call that gave `outcome` may be repeated.
asio::awaitable<tls_stream::error_code> tls_stream::wait_for(int outcome) {
    if (outcome == SSL_ERROR_WANT_READ) co_return co_await receive();
    if (outcome != SSL_ERROR_WANT_WRITE) co_return why(outcome);
    auto const [ec] = co_await socket_.async_wait(asio::socket_base::wait_write, as_result);
    co_return ec;
}

asio::awaitable<result<void>> tls_stream::handshake(origin const& to) {
    for (;;) {
        ERR_clear_error();
        auto const done = SSL_do_handshake(ssl_.get());
        if (done == 1) co_return result<void>{};
        auto const ec = co_await wait_for(SSL_get_error(ssl_.get(), done));
        if (!ec) continue;
        if (auto rejected = certificate_failure(ssl_.get(), to)) co_return *std::move(rejected);
        auto f = translate(ec, "TLS handshake with " + to.to_string(), errc::tls_failed);
        if (f.code() != errc::operation_aborted)
            f.suggest("check that the port speaks TLS, or use an http:// endpoint");
        co_return f;
    }
}

asio::awaitable<result<std::size_t>> tls_stream::read_some(std::span<char> into) {
    bool const must_wait = bio_.is_empty() && SSL_has_pending(ssl_.get()) == 0;
    error_code ec;
    if (must_wait) ec = co_await receive();
    while (!ec) {
        std::size_t n = 0;
        ERR_clear_error();
        auto const done = SSL_read_ex(ssl_.get(), into.data(), into.size(), &n);
        if (done == 1) co_return n;
        ec = co_await wait_for(SSL_get_error(ssl_.get(), done));
    }
    if (ec == asio::error::eof) co_return std::size_t{0};
    co_return translate(ec, "reading the answer");
}

// As much as is encrypted at once; then, unless that was all, others on the loop have their turn.
asio::awaitable<tls_stream::error_code> tls_stream::write_slice(std::string_view part) {
    for (;;) {
        std::size_t n = 0;
        ERR_clear_error();
        auto const done = SSL_write_ex(ssl_.get(), part.data(), part.size(), &n);
        if (done == 1) break;
        if (auto const ec = co_await wait_for(SSL_get_error(ssl_.get(), done))) co_return ec;
    }
    while (!bio_.flush()) {
        if (bio_.error() != 0) co_return error_code(bio_.error(), boost::system::system_category());
        if (auto const ec = co_await wait_for(SSL_ERROR_WANT_WRITE)) co_return ec;
    }
    co_return error_code();
}

asio::awaitable<result<void>> tls_stream::write_all(std::string_view bytes) {
    bool const is_large = bytes.size() > SSL3_RT_MAX_PLAIN_LENGTH;
    if (is_large) bio_.gather();
    error_code ec;
    while (!bytes.empty()) {
        auto const part = bytes.substr(0, slice);
        bytes.remove_prefix(part.size());
        ec = co_await write_slice(part);
        if (ec) break;
        if (bytes.empty()) break;
        co_await asio::post(socket_.get_executor(), asio::deferred);
        // That could not be cancelled, and what is started now would not hear of it.
        bool const is_cancelled_now = co_await is_cancelled();
        if (is_cancelled_now) ec = asio::error::operation_aborted;
        if (ec) break;
    }
    if (is_large) bio_.release();
    if (ec) co_return translate(ec, "sending the request");
    co_return result<void>{};
}

void tls_stream::abort() noexcept {
    error_code ignored;
    socket_.close(ignored);
    bio_.set_socket(-1);
}

// A server may send what is for TLS alone, such as tickets: that is taken in here.
bool tls_stream::is_quiet() noexcept {
    for (;;) {
        char byte;
        std::size_t n = 0;
        ERR_clear_error();
        bool const has_input = !bio_.is_empty() || SSL_has_pending(ssl_.get()) != 0;
        if (has_input) {
            auto const done = SSL_peek_ex(ssl_.get(), &byte, 1, &n);
            if (done == 1 || SSL_get_error(ssl_.get(), done) != SSL_ERROR_WANT_READ) return false;
        }
        auto const got = ::recv(socket_.native_handle(), bio_.free_part(), bio_.free_size(), MSG_DONTWAIT);
        if (got < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
        if (got == 0) return false;
        bio_.received(static_cast<std::size_t>(got));
    }
}

}  // namespace ddbsnap::net
