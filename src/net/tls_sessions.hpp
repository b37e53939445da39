#pragma once

#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

struct ssl_session_st;

namespace ddbsnap::net {

/// Sessions that servers gave, to be resumed by later connections to the same peer: such a handshake needs no
/// certificates and fewer computations.
///
/// Confined to the executor of its connections.
class tls_sessions {
   public:
    struct release {
        void operator()(ssl_session_st*) const noexcept;
    };
    using session = std::unique_ptr<ssl_session_st, release>;

    /// Keeps a few for each peer; the oldest goes.
    void put(std::string const& peer, session);

    /// The newest that can still be resumed; null when there is none. One of TLS 1.3 is given once only (RFC
    /// 8446, appendix C.4). One whose certificate has expired meanwhile is dropped: resuming would not look.
    session take(std::string const& peer);

   private:
    static constexpr std::size_t most =
        8;  // a server sends two with each full handshake, and one a resumption

    std::unordered_map<std::string, std::deque<session>> kept_;
};

}  // namespace ddbsnap::net
