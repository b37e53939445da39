#pragma once

#include "net/byte_stream.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace ddbsnap::net {

/// TCP as it is.
class plain_stream final : public byte_stream {
   public:
    explicit plain_stream(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

    asio::awaitable<result<std::size_t>> read_some(std::span<char> into) override;
    asio::awaitable<result<void>> write_all(std::string_view bytes) override;
    void abort() noexcept override;
    bool is_quiet() noexcept override;

   private:
    asio::ip::tcp::socket socket_;
};

/// True as long as the peer has neither sent something nor closed.
bool is_quiet_socket(int socket) noexcept;

}  // namespace ddbsnap::net
