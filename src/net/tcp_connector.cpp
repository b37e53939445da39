#include "net/tcp_connector.hpp"

#include "net/blocking.hpp"
#include "net/deadline_guard.hpp"
#include "net/open_socket.hpp"
#include "net/resolve.hpp"
#include "net/tls_context.hpp"
#include "net/translate.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

namespace ddbsnap::net {
namespace {

using asio::ip::tcp;
using error_code = boost::system::error_code;

bool holds_unread(tcp::socket&) noexcept { return false; }

// What arrived together with the last record that was read is no longer in the socket, but in OpenSSL.
bool holds_unread(asio::ssl::stream<tcp::socket>& stream) noexcept {
    auto* ssl = stream.native_handle();
    return SSL_has_pending(ssl) != 0 || BIO_ctrl_pending(SSL_get_rbio(ssl)) != 0;
}

/// A stream over `Layer`: tcp::socket or ssl::stream<tcp::socket>.
template <class Layer>
class socket_stream final : public byte_stream {
   public:
    template <class... Args>
    explicit socket_stream(Args&&... args) : layer_(std::forward<Args>(args)...) {}

    asio::awaitable<result<std::size_t>> read_some(std::span<char> into) override {
        error_code ec;
        auto const buffer = asio::buffer(into.data(), into.size());
        auto const n = co_await layer_.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, ec));
        if (ec == asio::error::eof) co_return std::size_t{0};
        if (ec) co_return translate(ec, "reading the answer");
        co_return n;
    }

    asio::awaitable<result<void>> write_all(std::string_view bytes) override {
        error_code ec;
        auto const buffer = asio::buffer(bytes.data(), bytes.size());
        co_await asio::async_write(layer_, buffer, asio::redirect_error(asio::use_awaitable, ec));
        if (ec) co_return translate(ec, "sending the request");
        co_return result<void>{};
    }

    void abort() noexcept override {
        error_code ignored;
        layer_.lowest_layer().close(ignored);
    }

    bool is_quiet() noexcept override {
        if (holds_unread(layer_)) return false;
        char byte;
        auto const n = ::recv(layer_.lowest_layer().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }

    Layer& layer() noexcept { return layer_; }

   private:
    Layer layer_;
};

using plain_stream = socket_stream<tcp::socket>;
using tls_stream = socket_stream<asio::ssl::stream<tcp::socket>>;

class tcp_connector final : public stream_connector {
   public:
    explicit tcp_connector(tcp_options options) : options_(std::move(options)) {}
    asio::awaitable<result<std::unique_ptr<byte_stream>>> connect(origin const& to,
                                                                  steady_time deadline) override;
    asio::awaitable<result<std::vector<std::string>>> addresses_of(origin const& of,
                                                                   steady_time deadline) override;

   private:
    asio::awaitable<result<asio::ip::tcp::socket>> open(origin const& to, steady_time deadline);
    asio::awaitable<result<std::unique_ptr<byte_stream>>> connect_plain(origin const& to,
                                                                        steady_time deadline);
    asio::awaitable<result<std::unique_ptr<byte_stream>>> connect_tls(origin const& to, steady_time deadline);
    asio::awaitable<result<void>> handshake(tls_stream& stream, origin const& to, steady_time deadline);

    tcp_options options_;
    std::shared_ptr<asio::ssl::context> tls_;
};

/// SNI and the name to verify; an address literal is verified as such and sends no SNI (RFC 6066, section 3).
void expect_peer(SSL* ssl, std::string const& host) {
    error_code not_literal;
    asio::ip::make_address(host, not_literal);
    if (!not_literal) {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str());
        return;
    }
    // What the macro SSL_set_tlsext_host_name stands for, without its C cast.
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str()));
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set1_host(ssl, host.c_str());
}

std::string_view certificate_mend(long verdict) {
    switch (verdict) {
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return "use the name in the certificate as the endpoint's host";
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return "renew the server's certificate, or set this machine's clock";
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return "set this machine's clock";
        default:
            return "add the issuing CA with AWS_CA_BUNDLE if it is to be trusted";
    }
}

failure handshake_failure(SSL* ssl, error_code ec, origin const& to) {
    auto const verdict = SSL_get_verify_result(ssl);
    if (verdict != X509_V_OK)
        return failure(errc::certificate_rejected,
                       fmt::format("the certificate of {} is not acceptable: {}", to.to_string(),
                                   X509_verify_cert_error_string(verdict)),
                       std::string(certificate_mend(verdict)));
    auto f = translate(ec, "TLS handshake with " + to.to_string(), errc::tls_failed);
    if (f.code() != errc::operation_aborted)
        f.suggest("check that the port speaks TLS, or use an http:// endpoint");
    return f;
}

asio::awaitable<result<std::unique_ptr<byte_stream>>> tcp_connector::connect(origin const& to,
                                                                             steady_time deadline) {
    if (!to.tls) co_return co_await connect_plain(to, deadline);
    co_return co_await connect_tls(to, deadline);
}

asio::awaitable<result<std::vector<std::string>>> tcp_connector::addresses_of(origin const& of,
                                                                              steady_time deadline) {
    auto found = co_await resolve(of, deadline);
    if (!found) co_return std::move(found).error();
    std::vector<std::string> texts;
    for (auto const& endpoint : *found) texts.push_back(endpoint.address().to_string());
    co_return texts;
}

asio::awaitable<result<tcp::socket>> tcp_connector::open(origin const& to, steady_time deadline) {
    return open_socket(to, std::min(deadline, std::chrono::steady_clock::now() + options_.connect_timeout));
}

asio::awaitable<result<std::unique_ptr<byte_stream>>> tcp_connector::connect_plain(origin const& to,
                                                                                   steady_time deadline) {
    auto socket = co_await open(to, deadline);
    if (!socket) co_return std::move(socket).error();
    co_return std::unique_ptr<byte_stream>(std::make_unique<plain_stream>(*std::move(socket)));
}

asio::awaitable<result<std::unique_ptr<byte_stream>>> tcp_connector::connect_tls(origin const& to,
                                                                                 steady_time deadline) {
    if (!tls_) {
        // Reading a hundred roots takes tens of milliseconds: not on the loop.
        auto made = co_await run_blocking([this] { return make_tls_context(options_.ca_bundle); });
        if (!made) co_return std::move(made).error();
        tls_ = std::move(*made);
    }
    auto socket = co_await open(to, deadline);
    if (!socket) co_return std::move(socket).error();
    auto stream = std::make_unique<tls_stream>(*std::move(socket), *tls_);
    auto shaken = co_await handshake(*stream, to, deadline);
    if (!shaken) co_return std::move(shaken).error();
    co_return std::unique_ptr<byte_stream>(std::move(stream));
}

asio::awaitable<result<void>> tcp_connector::handshake(tls_stream& stream, origin const& to,
                                                       steady_time deadline) {
    auto* ssl = stream.layer().native_handle();
    expect_peer(ssl, to.host);
    auto const executor = co_await asio::this_coro::executor;
    auto const until = std::min(deadline, std::chrono::steady_clock::now() + options_.handshake_timeout);
    deadline_guard guard(executor, until, stream);
    error_code ec;
    co_await stream.layer().async_handshake(asio::ssl::stream_base::client,
                                            asio::redirect_error(asio::use_awaitable, ec));
    // First the time: once it is up the socket is closed, even if the handshake had just succeeded.
    if (guard.expired()) co_return took_too_long("the TLS handshake with", to);
    if (!ec) co_return result<void>{};
    co_return handshake_failure(ssl, ec, to);
}

}  // namespace

std::shared_ptr<stream_connector> make_tcp_connector(tcp_options options) {
    return std::make_shared<tcp_connector>(std::move(options));
}

std::shared_ptr<stream_connector> make_tcp_connector(std::string ca_bundle) {
    return make_tcp_connector(tcp_options{std::move(ca_bundle)});
}

}  // namespace ddbsnap::net
