#pragma once

#include "model_server/service.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <chrono>
#include <optional>

namespace model_server {

/// Bytes that a client may send. More gets 431 or 413.
inline constexpr std::size_t max_header = 16 * 1024;
inline constexpr std::size_t max_body = 1024 * 1024;
/// What is read ahead of a client that sends requests without waiting for replies; the rest stays in the
/// kernel, so that it has to wait.
inline constexpr std::size_t max_read_ahead = 64 * 1024;

/// One connection: reads a request, answers it, and so on. Requests of a pipeline are answered in order.
class connection {
   public:
    connection(boost::asio::ip::tcp::socket socket, service& calls, std::chrono::milliseconds timeout)
        : stream_(std::move(socket)), calls_(calls), timeout_(timeout) {}

    /// Ends when the client has closed, or was too slow, or after stop().
    boost::asio::awaitable<void> run();

    /// Lets the request that is there be answered, and ends then.
    void stop();
    /// Ends at once.
    void abort();

   private:
    using parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
    using error_code = boost::beast::error_code;

    boost::asio::awaitable<error_code> read();
    boost::asio::awaitable<error_code> read_header();
    boost::asio::awaitable<bool> answer();
    boost::asio::awaitable<bool> send(reply, bool keep_alive);
    boost::asio::awaitable<void> refuse(error_code);
    boost::asio::awaitable<void> linger();

    boost::beast::tcp_stream stream_;
    service& calls_;
    std::chrono::milliseconds timeout_;
    boost::beast::flat_buffer buffer_{max_read_ahead};
    std::optional<parser> parser_;
    bool is_reading_ = false;
    bool is_lingering_ = false;  // all has been said; the client may go on sending
    bool is_stopping_ = false;
};

}  // namespace model_server
