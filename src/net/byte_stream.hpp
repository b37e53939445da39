#pragma once

#include "net/origin.hpp"

#include <ddbsnap/result.hpp>
#include <ddbsnap/world.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap::net {

namespace asio = boost::asio;

/// A connected two-way stream of bytes: TCP, or TLS over it. This is where tests put their faults: below HTTP
/// and above the kernel.
///
/// One read and one write may be pending at a time. A deadline is imposed from outside by abort().
class byte_stream {
   public:
    virtual ~byte_stream() = default;

    /// Reads at least one byte; 0 when the peer ended the stream in an orderly way.
    virtual asio::awaitable<result<std::size_t>> read_some(std::span<char> into) = 0;

    /// Writes all of `bytes`, which must stay alive until then.
    virtual asio::awaitable<result<void>> write_all(std::string_view bytes) = 0;

    /// Closes at once; pending and later operations fail. Safe to call twice.
    virtual void abort() noexcept = 0;

    /// False when the peer has closed, or sent something, while nobody was reading.
    virtual bool is_quiet() noexcept = 0;

    /// Whether opening it was short because an earlier TLS session was resumed.
    virtual bool has_resumed_session() const noexcept { return false; }
};

/// Opens streams. `deadline` covers everything: names, connection, handshake.
class stream_connector {
   public:
    virtual ~stream_connector() = default;
    virtual asio::awaitable<result<std::unique_ptr<byte_stream>>> connect(origin const& to,
                                                                          steady_time deadline) = 0;

    /// The addresses of an origin as text, IPv6 without brackets: for those who connect to checked ones only.
    virtual asio::awaitable<result<std::vector<std::string>>> addresses_of(origin const& of,
                                                                           steady_time deadline) = 0;
};

}  // namespace ddbsnap::net
