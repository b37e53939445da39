#include "bench/bare_connection.hpp"

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ddbsnap::bench {

bool reply_reader::feed(std::string_view piece) {
    if (is_in_body_) {
        left_ -= std::min(left_, piece.size());
        return left_ == 0 ? (is_in_body_ = false, true) : false;
    }
    if (!head_.empty()) {
        head_ += piece;
        piece = head_;
    }
    auto const end = piece.find("\r\n\r\n");
    if (end == std::string_view::npos) {
        if (head_.empty()) head_ = piece;
        return false;
    }
    bool const is_done = begin_body(piece.substr(0, end + 2), piece.size() - end - 4);
    head_.clear();
    return is_done;
}

bool reply_reader::begin_body(std::string_view head, std::size_t body_bytes) {
    constexpr std::string_view name = "\r\nContent-Length: ";
    is_ok_ = head.starts_with("HTTP/1.1 200");
    std::size_t length = 0;
    if (auto const at = head.find(name); at != std::string_view::npos)
        std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    left_ = length - std::min(length, body_bytes);
    is_in_body_ = left_ > 0;
    return !is_in_body_;
}

std::string last_tls_error(std::string_view otherwise) {
    int const system_error = errno;
    std::string text(256, '\0');
    if (auto const code = ERR_peek_last_error()) {
        ERR_error_string_n(code, text.data(), text.size());
        ERR_clear_error();
        return text.c_str();
    }
    return system_error ? std::strerror(system_error) : std::string(otherwise);
}

void bare_tls::release::operator()(ssl_ctx_st* c) const noexcept { SSL_CTX_free(c); }

result<bare_tls> bare_tls::make() {
    bare_tls made;
    made.context_.reset(SSL_CTX_new(TLS_client_method()));
    auto* context = made.context_.get();
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_default_verify_paths(context);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // One recv() takes a record's header and its content, and with this size several records of a large
    // reply.
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_default_read_buffer_len(context, 128 * 1024);
    char const* bundle = std::getenv("AWS_CA_BUNDLE");
    if (bundle && *bundle && SSL_CTX_load_verify_file(context, bundle) != 1)
        return failure(errc::invalid_configuration,
                       fmt::format("AWS_CA_BUNDLE: {} holds no usable certificates", bundle));
    return made;
}

namespace {

result<int> connect_to(std::string const& host, std::string const& port) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (int const code = ::getaddrinfo(host.c_str(), port.c_str(), &wanted, &found); code != 0)
        return failure(errc::resolve_failed,
                       fmt::format("cannot resolve {}: {}", host, ::gai_strerror(code)));
    int socket = -1;
    for (auto const* at = found; at && socket < 0; at = at->ai_next) {
        socket = ::socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
        if (socket >= 0 && ::connect(socket, at->ai_addr, at->ai_addrlen) != 0)
            ::close(std::exchange(socket, -1));
    }
    ::freeaddrinfo(found);
    if (socket < 0)
        return failure(errc::connect_failed,
                       fmt::format("cannot connect to {}:{}: {}", host, port, std::strerror(errno)));
    int const on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

void expect_name(SSL* ssl, std::string const& host) {
    auto* parameters = SSL_get0_param(ssl);
    if (X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) == 1) return;
    ERR_clear_error();
    SSL_set1_host(ssl, host.c_str());
    // As SSL_set_tlsext_host_name(), whose macro has an old-style cast in it.
    auto name = host;
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
}

// Several records go out in one system call; 5 to 10 percent less CPU time for large requests than a call for
// each record of 16 KB, and larger buffers gain nothing more.
void gather_writes(SSL* ssl, int socket) {
    BIO* gathered = BIO_new(BIO_f_buffer());
    BIO_set_write_buffer_size(gathered, 80 * 1024);
    SSL_set0_wbio(ssl, BIO_push(gathered, BIO_new_socket(socket, BIO_NOCLOSE)));
}

}  // namespace

void bare_connection::release::operator()(ssl_st* s) const noexcept {
    int const socket = SSL_get_rfd(s);
    SSL_free(s);
    if (socket >= 0) ::close(socket);
}

result<bare_connection> bare_connection::open(bare_tls const& tls, std::string const& host,
                                              std::string const& port) {
    auto const socket = connect_to(host, port);
    if (!socket) return failure(socket.error());
    bare_connection made;
    made.ssl_.reset(SSL_new(tls.native()));
    SSL_set_fd(made.native(), *socket);
    expect_name(made.native(), host);
    if (SSL_connect(made.native()) == 1) {
        gather_writes(made.native(), *socket);
        return made;
    }
    auto const verdict = SSL_get_verify_result(made.native());
    auto why = last_tls_error("the server closed the connection");
    if (verdict != X509_V_OK) why = X509_verify_cert_error_string(verdict);
    return failure(verdict == X509_V_OK ? errc::tls_failed : errc::certificate_rejected,
                   fmt::format("no TLS connection to {}:{}: {}", host, port, why),
                   "for a CA of your own set AWS_CA_BUNDLE to its PEM file");
}

bare_connection::flushed bare_connection::flush() const noexcept {
    auto* const out = SSL_get_wbio(native());
    // As BIO_flush(), whose macro has an old-style cast in it.
    if (BIO_ctrl(out, BIO_CTRL_FLUSH, 0, nullptr) > 0) return flushed::done;
    return BIO_should_retry(out) ? flushed::waits : flushed::failed;
}

int bare_connection::socket() const noexcept { return SSL_get_rfd(native()); }

void bare_connection::make_non_blocking() const noexcept {
    ::fcntl(socket(), F_SETFL, ::fcntl(socket(), F_GETFL) | O_NONBLOCK);
}

}  // namespace ddbsnap::bench
