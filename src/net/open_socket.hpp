#pragma once

#include "net/byte_stream.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <vector>

namespace ddbsnap::net {

/// Resolves the names of `to` and connects to the address that answers first, tried one after the other
/// as address_race has it. An error names the reason for each address.
///
/// Nagle's algorithm is off: requests are written whole, so waiting for more to send only adds latency.
/// Keep-alive probes find a peer that vanished while the connection was idle.
/// @errors those of resolve(); errc::connect_failed, errc::timeout
/// @cancellation terminal: errc::operation_aborted
asio::awaitable<result<asio::ip::tcp::socket>> open_socket(origin const& to, steady_time deadline);

/// The same with addresses that are known already.
asio::awaitable<result<asio::ip::tcp::socket>> connect_first(
    std::vector<asio::ip::tcp::endpoint> const& addresses, origin const& to, steady_time deadline);

/// `what` ("connecting to", "the TLS handshake with") was not through in time.
failure took_too_long(std::string_view what, origin const& to);

}  // namespace ddbsnap::net
