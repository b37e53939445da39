#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace ddbsnap {

/// One request over the wire and what came of it. Views end with the call they are handed to.
struct attempt_event {
    std::string_view operation;  ///< "PutItem"
    std::string_view endpoint;   ///< host, with the port where it is not the scheme's own
    int attempt = 1;             ///< counted from 1
    bool is_hedge = false;       ///< a second request beside a slow first one
    bool reused_connection = false;
    int http_status = 0;                   ///< 0: there was no answer
    std::error_code outcome;               ///< no error: success
    std::string_view request_id;           ///< empty where the answer had none
    std::chrono::nanoseconds waited{0};    ///< for a connection
    std::chrono::nanoseconds duration{0};  ///< from asking for a connection to the last byte of the answer
    std::size_t bytes_sent = 0;
    std::size_t bytes_received = 0;
    /// Before the next attempt; nothing: this was the last one.
    std::optional<std::chrono::milliseconds> pause;
};

/// One operation of a client, from call to result.
struct call_event {
    std::string_view operation;
    int attempts = 0;
    std::error_code outcome;
    std::chrono::nanoseconds duration{0};
};

/// A connection that was opened, could not be opened, or was closed.
struct connection_event {
    enum class kind { opened, failed, closed };
    /// Why it was closed.
    enum class reason { none, idle, age, surplus, peer, error, shutdown };

    kind what = kind::opened;
    reason why = reason::none;
    std::string_view endpoint;
    std::error_code outcome;               ///< of `failed`
    std::chrono::nanoseconds duration{0};  ///< of opening: names, connection, handshake
    bool resumed_session = false;          ///< the TLS handshake was an abbreviated one
};

/// Is told what a client does. Called on the client's executor, between two steps of a request: return
/// quickly. Nothing is built or counted for a client without one.
///
/// @thread_safety called from the client's executor only; an observer shared by several clients is called
///                from each one's
class client_observer {
   public:
    virtual ~client_observer() = default;
    virtual void on_attempt(attempt_event const&) noexcept {}
    virtual void on_call(call_event const&) noexcept {}
    virtual void on_connection(connection_event const&) noexcept {}
};

}  // namespace ddbsnap
