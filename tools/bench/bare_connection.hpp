#pragma once

#include <ddbsnap/result.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace ddbsnap::bench {

/// Follows one HTTP/1.1 reply with a Content-Length through the pieces that arrive; keeps none of it.
class reply_reader {
   public:
    /// Whether the reply is complete. The next piece then begins the next reply.
    bool feed(std::string_view piece);

    bool is_ok() const noexcept { return is_ok_; }  ///< whether the last reply was HTTP 200

   private:
    bool begin_body(std::string_view head, std::size_t body_bytes);

    std::string head_;  // only of a head that came in pieces
    std::size_t left_ = 0;
    bool is_in_body_ = false;
    bool is_ok_ = false;
};

/// TLS with verification of the peer, as ddbsnap's client has it: AWS_CA_BUNDLE and the system's roots.
class bare_tls {
   public:
    static result<bare_tls> make();

    ssl_ctx_st* native() const noexcept { return context_.get(); }

   private:
    struct release {
        void operator()(ssl_ctx_st*) const noexcept;
    };
    std::unique_ptr<ssl_ctx_st, release> context_;
};

/// A connected and handshaken TLS connection over a blocking socket.
class bare_connection {
   public:
    static result<bare_connection> open(bare_tls const&, std::string const& host, std::string const& port);

    ssl_st* native() const noexcept { return ssl_.get(); }
    int socket() const noexcept;

    enum class flushed { done, waits, failed };
    flushed flush() const noexcept;  ///< sends what SSL_write() left in the buffer

    void make_non_blocking() const noexcept;

   private:
    struct release {
        void operator()(ssl_st*) const noexcept;
    };
    std::unique_ptr<ssl_st, release> ssl_;
};

/// The newest error of OpenSSL or of the system, as text.
std::string last_tls_error(std::string_view otherwise);

}  // namespace ddbsnap::bench
