#pragma once

#include "net/byte_stream.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <vector>

namespace ddbsnap::net {

/// The addresses of an origin, in the system's order. An address literal costs no look-up.
///
/// @errors errc::resolve_failed, errc::timeout (the system's resolver cannot be interrupted: it is left
/// behind),
///         errc::operation_aborted
asio::awaitable<result<std::vector<asio::ip::tcp::endpoint>>> resolve(origin const& of, steady_time deadline);

}  // namespace ddbsnap::net
