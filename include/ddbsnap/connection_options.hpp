#pragma once

#include <chrono>
#include <cstddef>

namespace ddbsnap {

/// How connections to one endpoint are opened, kept and closed.
struct connection_options {
    /// Name look-up and TCP connection, over all addresses of the endpoint.
    std::chrono::milliseconds connect_timeout{3100};
    std::chrono::milliseconds handshake_timeout{3100};

    /// So many connections at least are kept open and handshaken, from before the first request on, and are
    /// replaced when they close. 0: connections are opened when a request needs one.
    std::size_t min_warm = 0;
    std::size_t max_connections = 64;  ///< open and being opened
    std::size_t max_waiting = 1024;    ///< calls that wait for one; further calls fail at once

    /// A connection that nobody used for so long is closed. DynamoDB closes them after about a minute.
    std::chrono::milliseconds max_idle{45'000};
    /// A connection is not used any more when it is so old, so that changes of the endpoint's addresses are
    /// followed. Both ages are shortened by up to a quarter, at random, lest all connections end together.
    std::chrono::milliseconds max_age{300'000};
};

}  // namespace ddbsnap
