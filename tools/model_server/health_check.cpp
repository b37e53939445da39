#include "model_server/health_check.hpp"

#include "model_server/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <chrono>
#include <fmt/format.h>

namespace model_server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds patience(5);

asio::ip::tcp::endpoint reachable(asio::ip::tcp::endpoint listening) {
    auto const address = listening.address();
    if (!address.is_unspecified()) return listening;
    if (address.is_v4()) return {asio::ip::address_v4::loopback(), listening.port()};
    return {asio::ip::address_v6::loopback(), listening.port()};
}

// Empty when the server is healthy.
asio::awaitable<std::string> what_is_wrong(asio::ip::tcp::endpoint where) {
    beast::tcp_stream stream(co_await asio::this_coro::executor);
    stream.expires_after(patience);  // for all of it
    auto [ec] = co_await stream.async_connect(where, as_values);
    std::size_t n = 0;
    http::request<http::empty_body> const request(http::verb::get, "/ping", 11);
    if (!ec) std::tie(ec, n) = co_await http::async_write(stream, request, as_values);
    beast::flat_buffer read_ahead;
    http::response<http::string_body> response;
    if (!ec) std::tie(ec, n) = co_await http::async_read(stream, read_ahead, response, as_values);
    if (ec) co_return ec.message();
    if (response.result() == http::status::ok) co_return std::string();
    co_return fmt::format("it answers {}", response.result_int());
}

}  // namespace

int check_health(asio::ip::tcp::endpoint listening) {
    int code = 1;
    auto const where = reachable(listening);
    asio::io_context loop{1};
    asio::co_spawn(loop, what_is_wrong(where), [&](std::exception_ptr thrown, std::string const& wrong) {
        if (thrown) return log_thrown(thrown);
        code = wrong.empty() ? 0 : 1;
        if (code) log(fmt::format("no healthy server on port {}: {}", where.port(), wrong));
    });
    loop.run();
    return code;
}

}  // namespace model_server
