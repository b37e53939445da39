#pragma once

#include "net/byte_stream.hpp"
#include "net/http_reader.hpp"

#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

namespace ddbsnap::net {

struct http_limits {
    std::chrono::milliseconds connect_timeout{3100};  ///< names, connection and handshake together
    std::chrono::seconds idle_age{45};                ///< DynamoDB closes connections idle for about a minute
    std::size_t max_idle = 64;
    response_limits response;
};

/// How an exchange went, whatever came of it.
struct exchange_record {
    bool reused = false;                 ///< the connection had been used before
    bool was_sent = false;               ///< a byte of the request may have left
    std::chrono::nanoseconds waited{0};  ///< for a connection
    std::size_t received = 0;            ///< bytes of the answer
};

/// Keeps connections to one origin and sends requests over them, last used first.
///
/// Confined to its executor: on a multi-threaded one, a strand.
class http_client {
   public:
    http_client(std::shared_ptr<stream_connector>, origin to, http_limits);
    ~http_client();

    /// Sends `request`, a complete HTTP/1.1 message that must stay alive until then, and reads the answer.
    ///
    /// A kept connection that dies before the first byte of the answer is replaced, and the request is sent
    /// again at once: the peer had closed it while it was idle.
    /// @errors those of connecting, sending and reading; errc::timeout at `deadline`. After errc::timeout and
    ///         errc::connection_closed the request may have been carried out
    /// @cancellation terminal: errc::operation_aborted, and the connection is closed
    asio::awaitable<result<http_response>> exchange(std::string_view request, steady_time deadline);

    origin const& peer() const noexcept { return origin_; }
    std::size_t idle_connections() const noexcept { return idle_.size(); }

   private:
    struct idle_connection {
        std::unique_ptr<byte_stream> stream;
        steady_time since;
    };
    struct lease {
        std::unique_ptr<byte_stream> stream;
        bool reused = false;
    };

    asio::awaitable<result<lease>> take(steady_time deadline, bool fresh);
    void give_back(std::unique_ptr<byte_stream>);
    std::unique_ptr<byte_stream> take_idle();
    asio::awaitable<result<http_response>> attempt(lease, std::string_view request, steady_time deadline,
                                                   bool& stale);

    std::shared_ptr<stream_connector> connector_;
    origin origin_;
    http_limits limits_;
    std::vector<idle_connection> idle_;
};

}  // namespace ddbsnap::net
