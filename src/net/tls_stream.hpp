#pragma once

#include "net/byte_stream.hpp"
#include "net/socket_bio.hpp"
#include "net/tls_context.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace ddbsnap::net {

/// TLS over TCP: OpenSSL encrypts straight into the socket, and what is received goes through one buffer.
class tls_stream final : public byte_stream {
   public:
    tls_stream(asio::ip::tcp::socket, std::shared_ptr<tls_context>, origin const& to);
    ~tls_stream() override;

    /// Before anything else.
    /// @errors errc::certificate_rejected, errc::tls_failed, errc::connection_closed, errc::operation_aborted
    asio::awaitable<result<void>> handshake(origin const& to);

    asio::awaitable<result<std::size_t>> read_some(std::span<char> into) override;
    asio::awaitable<result<void>> write_all(std::string_view bytes) override;
    void abort() noexcept override;
    bool is_quiet() noexcept override;
    bool has_resumed_session() const noexcept override;

   private:
    using error_code = boost::system::error_code;

    error_code why(int outcome) const noexcept;
    asio::awaitable<error_code> wait_for(int what);
    asio::awaitable<error_code> receive();
    asio::awaitable<error_code> write_slice(std::string_view part);

    std::shared_ptr<tls_context> context_;
    asio::ip::tcp::socket socket_;
    socket_bio bio_;
    tls_context::connection ssl_;
};

}  // namespace ddbsnap::net
