#pragma once

#include "net/tls_sessions.hpp"

#include <ddbsnap/result.hpp>

#include <memory>
#include <string>

struct ssl_ctx_st;
struct ssl_st;

namespace ddbsnap::net {

/// What all TLS connections of a connector share: the roots, the protocol's bounds, the sessions to resume.
class tls_context {
   public:
    /// TLS 1.2 or newer, peers verified against the system's roots and `ca_bundle`'s.
    ///
    /// `ca_bundle` is a PEM file whose certificates are added; empty for none.
    /// @errors errc::invalid_configuration when the bundle cannot be used or there are no roots at all
    static result<std::shared_ptr<tls_context>> make(std::string const& ca_bundle);

    struct release {
        void operator()(ssl_ctx_st*) const noexcept;
        void operator()(ssl_st*) const noexcept;
    };
    using connection = std::unique_ptr<ssl_st, release>;

    /// A client's side of a connection to `host`, which its certificate must name, resuming a session of an
    /// earlier connection to `peer` where there is one. Must not outlive the context.
    connection new_connection(std::string const& host, std::string const& peer);

    tls_context();
    tls_context(tls_context const&) = delete;
    tls_context& operator=(tls_context const&) = delete;

   private:
    std::unique_ptr<ssl_ctx_st, release> native_;
    tls_sessions sessions_;
};

}  // namespace ddbsnap::net
