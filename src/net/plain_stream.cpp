#include "net/plain_stream.hpp"

#include "net/translate.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/write.hpp>

#include <cerrno>
#include <sys/socket.h>

namespace ddbsnap::net {
namespace {

constexpr auto as_result = asio::as_tuple(asio::deferred);

}  // namespace

asio::awaitable<result<std::size_t>> plain_stream::read_some(std::span<char> into) {
    auto const [ec, n] = co_await socket_.async_read_some(asio::buffer(into.data(), into.size()), as_result);
    if (ec == asio::error::eof) co_return std::size_t{0};
    if (ec) co_return translate(ec, "reading the answer");
    co_return n;
}

asio::awaitable<result<void>> plain_stream::write_all(std::string_view bytes) {
    auto const [ec, n] =
        co_await asio::async_write(socket_, asio::buffer(bytes.data(), bytes.size()), as_result);
    if (ec) co_return translate(ec, "sending the request");
    co_return result<void>{};
}

void plain_stream::abort() noexcept {
    boost::system::error_code ignored;
    socket_.close(ignored);
}

bool plain_stream::is_quiet() noexcept { return is_quiet_socket(socket_.native_handle()); }

bool is_quiet_socket(int socket) noexcept {
    char byte;
    auto const n = ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace ddbsnap::net
