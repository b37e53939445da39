#include "bench/captured_request.hpp"

#include "bench/preparation.hpp"
#include "bench/workload.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <charconv>
#include <fmt/format.h>

namespace ddbsnap::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// The value of a header, and where it stands.
std::string_view header_value(std::string_view request, std::string_view name) {
    auto const begin = request.find(name);
    if (begin == std::string_view::npos) return {};
    auto const value = request.substr(begin + name.size());
    return value.substr(0, value.find("\r\n"));
}

bool is_complete(std::string_view request) {
    auto const body = body_offset(request);
    if (body == 0) return false;
    auto const text = header_value(request, "\r\nContent-Length: ");
    std::size_t length = 0;
    std::from_chars(text.data(), text.data() + text.size(), length);
    return request.size() >= body + length;
}

// Takes one request on plain HTTP and answers it by an empty object, which is an answer to any operation
// here.
asio::awaitable<void> take_one(tcp::acceptor& acceptor, std::string& request) {
    auto const nothrow = [](boost::system::error_code& ec) {
        return asio::redirect_error(asio::use_awaitable, ec);
    };
    boost::system::error_code ec;
    auto socket = co_await acceptor.async_accept(nothrow(ec));
    while (!ec && !is_complete(request)) {
        auto const held = request.size();
        request.resize(held + 64 * 1024);
        auto const buffer = asio::buffer(request.data() + held, request.size() - held);
        auto const got = co_await socket.async_read_some(buffer, nothrow(ec));
        request.resize(held + got);
    }
    constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    if (!ec) co_await asio::async_write(socket, asio::buffer(answer), nothrow(ec));
}

template <class T>
asio::awaitable<result<void>> without_value(asio::awaitable<result<T>> operation) {
    auto outcome = co_await std::move(operation);
    if (!outcome) co_return std::move(outcome).error();
    co_return result<void>{};
}

asio::awaitable<result<void>> send_one(dynamodb_client& client, bench_case const& c) {
    switch (c.what) {
        case operation::put:
            return without_value(client.put_item(put_request(c)));
        case operation::get:
            return without_value(client.get_item(get_request(c)));
        case operation::query:
            return without_value(client.query(query_request_for(c)));
        case operation::batch:
            return without_value(client.batch_write_item(batch_request(c)));
    }
    return {};
}

}  // namespace

std::size_t body_offset(std::string_view request) noexcept {
    auto const end = request.find("\r\n\r\n");
    return end == std::string_view::npos ? 0 : end + 4;
}

result<std::string> captured_request(bench_case const& c, std::string_view host) {
    asio::io_context loop{1};
    tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
    auto here = c;
    here.endpoint = fmt::format("http://127.0.0.1:{}", acceptor.local_endpoint().port());
    auto client = open_client(loop.get_executor(), here);
    if (!client) return std::move(client).error();

    std::string request;
    result<void> sent;
    asio::co_spawn(loop, take_one(acceptor, request), asio::detached);
    asio::co_spawn(loop, send_one(*client, here), [&](std::exception_ptr e, result<void> ended) {
        loop.stop();
        if (e) std::rethrow_exception(e);
        sent = std::move(ended);
    });
    loop.run();
    if (!is_complete(request))
        return sent ? failure(errc::malformed_response, "the client sent no request")
                    : std::move(sent).error();
    auto const old_host = header_value(request, "\r\nHost: ");
    request.replace(static_cast<std::size_t>(old_host.data() - request.data()), old_host.size(), host);
    return request;
}

}  // namespace ddbsnap::bench
