#pragma once

#include "net/byte_stream.hpp"
#include "net/http_response.hpp"

#include <cstddef>
#include <memory>

namespace ddbsnap::net {

struct response_limits {
    /// DynamoDB answers with at most 16 MB of items; JSON and base64 make that more.
    std::size_t body_bytes = 32u << 20;
    std::size_t head_bytes = 64u << 10;
};

/// A response as read from a stream.
struct read_response {
    http_response response;
    bool reusable = false;  ///< the connection is clean: another request may follow
};

/// Reads one response, passing over interim (1xx) ones. Body by Content-Length, chunks, or to the end of the
/// stream.
///
/// @errors errc::connection_closed, errc::malformed_response, errc::response_too_large, and those of the
/// stream.
///         `received` grows by the bytes that were read
asio::awaitable<result<read_response>> read_http_response(byte_stream& from, response_limits limits,
                                                          std::size_t& received);

}  // namespace ddbsnap::net
