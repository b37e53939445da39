#include "net/tls_sessions.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace ddbsnap::net {
namespace {

bool has_expired_certificate(SSL_SESSION* session) {
    auto* certificate = SSL_SESSION_get0_peer(session);
    return certificate == nullptr || X509_cmp_current_time(X509_get0_notAfter(certificate)) <= 0;
}

}  // namespace

void tls_sessions::release::operator()(ssl_session_st* session) const noexcept { SSL_SESSION_free(session); }

void tls_sessions::put(std::string const& peer, session s) {
    auto& of_peer = kept_[peer];
    of_peer.push_back(std::move(s));
    if (of_peer.size() > most) of_peer.pop_front();
}

tls_sessions::session tls_sessions::take(std::string const& peer) {
    auto const found = kept_.find(peer);
    if (found == kept_.end()) return nullptr;
    auto& of_peer = found->second;
    while (!of_peer.empty()) {
        auto* newest = of_peer.back().get();
        bool const is_usable = SSL_SESSION_is_resumable(newest) == 1 && !has_expired_certificate(newest);
        if (is_usable && SSL_SESSION_get_protocol_version(newest) < TLS1_3_VERSION) {
            SSL_SESSION_up_ref(newest);
            return session(newest);
        }
        session last = std::move(of_peer.back());
        of_peer.pop_back();
        if (is_usable) return last;
    }
    return nullptr;
}

}  // namespace ddbsnap::net
