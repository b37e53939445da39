#pragma once

#include "net/connection_pool.hpp"
#include "net/http_reader.hpp"

#include <chrono>
#include <memory>
#include <string_view>

namespace ddbsnap::net {

struct http_limits {
    pool_settings pool;
    response_limits response;
};

/// How an exchange went, whatever came of it.
struct exchange_record {
    bool reused = false;    ///< the connection had been used before
    bool was_sent = false;  ///< a byte of the request may have left
    /// The request was sent twice: the first time over a connection that the peer closed without an answer.
    bool was_repeated = false;
    std::chrono::nanoseconds waited{0};  ///< for a connection
    std::size_t received = 0;            ///< bytes of the answer
};

/// Sends requests to one origin over connections that are kept between them.
///
/// Confined to its executor: on a multi-threaded one, a strand.
class http_client {
   public:
    http_client(std::shared_ptr<stream_connector>, origin to, http_limits);
    http_client(http_client const&) = delete;
    http_client& operator=(http_client const&) = delete;
    ~http_client();

    /// Opens the connections that are to be kept warm, in the background on `executor`.
    void warm_up(asio::any_io_executor const& executor);

    /// Sends `request`, a complete HTTP/1.1 message that must stay alive until then, and reads the answer.
    ///
    /// A kept connection that dies before the first byte of the answer is replaced, and the request is sent
    /// again at once, one time: the peer had closed it while it was idle. An answer that comes before the
    /// whole request could be sent is an answer like any other.
    /// @param record  filled in, whatever comes of it
    /// @errors those of connecting, sending and reading; errc::timeout at `deadline`; errc::too_many_waiting.
    /// After
    ///         errc::timeout and errc::connection_closed the request may have been carried out, if it was
    ///         sent
    /// @cancellation terminal: errc::operation_aborted, and the connection is closed
    asio::awaitable<result<http_response>> exchange(std::string_view request, steady_time deadline,
                                                    exchange_record* record = nullptr);

    origin const& peer() const noexcept { return pool_->to(); }
    std::size_t idle_connections() const noexcept { return pool_->counts().idle; }
    pool_counts connections() const noexcept { return pool_->counts(); }

   private:
    std::shared_ptr<connection_pool> pool_;
    response_limits limits_;
};

}  // namespace ddbsnap::net
