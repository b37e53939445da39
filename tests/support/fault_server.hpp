#pragma once

#include "support/certificates.hpp"
#include "support/http_text.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ddbsnap::test {

/// What the server does with one request, or with one connection.
struct reaction {
    enum class ending {
        keep_alive,
        close,                 ///< in good order, over TLS with a close_notify
        close_without_notify,  ///< TLS is cut off where TCP ends
        reset,                 ///< so that the peer gets ECONNRESET
        hang,                  ///< neither reads nor writes any more
    };
    static constexpr std::size_t all = static_cast<std::size_t>(-1);

    std::string send{};  ///< bytes, as they are
    ending after = ending::keep_alive;
    std::size_t send_at_most = all;  ///< of `send`
    std::size_t piece = all;         ///< so many bytes go at a time
    std::string unasked{};  ///< in a record of its own, but in the same TCP segment where there is room
    std::size_t read_at_most = all;     ///< of the request, before anything else happens
    bool at_connection = false;         ///< act as soon as connected: no handshake, no request
    std::function<void()> when_read{};  ///< called before anything is sent
};

/// A server on 127.0.0.1 that answers requests, in the order in which they come, with a list of reactions;
/// the last one is repeated. It runs on the test's own io_context, so nothing about it depends on luck.
class fault_server {
   public:
    fault_server(boost::asio::io_context& io, std::vector<reaction> script,
                 std::optional<certificate> tls = std::nullopt);
    ~fault_server();

    std::uint16_t port() const;
    std::string url() const;
    std::vector<received_request> const& requests() const;
    int connections() const;

   private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace ddbsnap::test
