#include "net/tls_context.hpp"

#include "net/peer_name.hpp"
#include "net/root_certificates.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace ddbsnap::net {
namespace {

// What a connection's SSL object knows of us: whose session it may keep, and where.
struct session_keeper {
    tls_sessions& sessions;
    std::string peer;
};

int keeper_index() {
    static int const index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr,
                                                  [](void*, void* keeper, CRYPTO_EX_DATA*, int, long, void*) {
                                                      delete static_cast<session_keeper*>(keeper);
                                                  });
    return index;
}

// Returns 1 for having taken over the reference.
int keep_session(SSL* ssl, SSL_SESSION* session) {
    auto* keeper = static_cast<session_keeper*>(SSL_get_ex_data(ssl, keeper_index()));
    if (keeper == nullptr) return 0;
    try {
        keeper->sessions.put(keeper->peer, tls_sessions::session(session));
    } catch (std::bad_alloc const&) {
        // It has been freed; a full handshake does as well. Nothing may be thrown through OpenSSL.
    }
    return 1;
}

}  // namespace

void tls_context::release::operator()(ssl_ctx_st* context) const noexcept { SSL_CTX_free(context); }
void tls_context::release::operator()(ssl_st* connection) const noexcept { SSL_free(connection); }

tls_context::tls_context() : native_(SSL_CTX_new(TLS_client_method())) {
    if (!native_) throw std::bad_alloc();
    auto* native = native_.get();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, nullptr);
    // Whole TLS records at a read, instead of each one's head first.
    SSL_CTX_set_read_ahead(native, 1);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(native, keep_session);
}

result<std::shared_ptr<tls_context>> tls_context::make(std::string const& ca_bundle) {
    auto context = std::make_shared<tls_context>();
    auto loaded = load_roots(context->native_.get(), ca_bundle);
    if (!loaded) return std::move(loaded).error();
    return context;
}

tls_context::connection tls_context::new_connection(std::string const& host, std::string const& peer) {
    connection ssl(SSL_new(native_.get()));
    if (!ssl) throw std::bad_alloc();
    auto keeper = std::make_unique<session_keeper>(session_keeper{sessions_, peer});
    if (SSL_set_ex_data(ssl.get(), keeper_index(), keeper.get()) != 1) throw std::bad_alloc();
    static_cast<void>(keeper.release());
    expect_peer(ssl.get(), host);
    SSL_set_connect_state(ssl.get());
    if (auto const earlier = sessions_.take(peer)) SSL_set_session(ssl.get(), earlier.get());
    return ssl;
}

}  // namespace ddbsnap::net
