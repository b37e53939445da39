#include "model_server/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

namespace model_server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

// Errors as values: a client that goes away is nothing exceptional.
constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

// What a request that cannot be read is answered with; nothing where nobody is there to hear it.
std::optional<reply> complaint(beast::error_code ec) {
    if (ec == http::error::end_of_stream || ec == http::error::partial_message) return std::nullopt;
    if (ec == http::error::header_limit || ec == http::error::buffer_overflow)
        return error_reply(431, "RequestHeaderFieldsTooLargeException", "The header is larger than 16 KiB.");
    if (ec == http::error::body_limit)
        return error_reply(413, "RequestEntityTooLargeException", "The body is larger than 1 MiB.");
    if (ec.category() != http::make_error_code(http::error::bad_method).category()) return std::nullopt;
    return bad_request("This is not HTTP/1.1: " + ec.message() + ".");
}

}  // namespace

asio::awaitable<void> connection::run() {
    while (!is_stopping_) {
        auto const failed = co_await read();
        if (failed) {
            co_await refuse(failed);
            break;
        }
        bool const goes_on = co_await answer();
        if (!goes_on) break;
    }
    abort();
}

// One deadline for the whole request, from when it is waited for: who sends a byte now and then does not
// hold the connection longer than who sends none.
asio::awaitable<beast::error_code> connection::read() {
    parser_.emplace();
    parser_->header_limit(max_header);
    parser_->body_limit(max_body);
    is_reading_ = true;
    stream_.expires_after(timeout_);
    auto ec = co_await read_header();
    std::size_t n = 0;
    if (!ec && parser_->get()[http::field::expect] == "100-continue") {
        http::response<http::empty_body> go_on(http::status::continue_, parser_->get().version());
        std::tie(ec, n) = co_await http::async_write(stream_, go_on, as_values);
    }
    if (!ec) std::tie(ec, n) = co_await http::async_read(stream_, buffer_, *parser_, as_values);
    is_reading_ = false;
    co_return ec;
}

// The parser's own limit is for what it has to see in one piece; short fields could follow each other for
// ever.
asio::awaitable<beast::error_code> connection::read_header() {
    for (std::size_t taken = 0; !parser_->is_header_done();) {
        auto const [ec, n] = co_await http::async_read_some(stream_, buffer_, *parser_, as_values);
        taken += n;
        if (ec) co_return ec;
        if (taken > max_header) co_return http::error::header_limit;
    }
    co_return error_code{};
}

asio::awaitable<bool> connection::answer() {
    auto const& request = parser_->get();
    stream_.expires_never();  // a change may wait for its snapshot; that has a deadline of its own
    auto r = co_await calls_.answer(request.method_string(), request.target(), request.body());
    if (request.method() == http::verb::head) r.body.clear();
    co_return co_await send(std::move(r), request.keep_alive() && !is_stopping_);
}

asio::awaitable<bool> connection::send(reply r, bool keep_alive) {
    auto const version = parser_->get().version() == 10 ? 10u : 11u;
    http::response<http::string_body> response(static_cast<http::status>(r.status), version);
    response.set(http::field::content_type, r.content_type);
    if (!r.allow.empty()) response.set(http::field::allow, r.allow);
    response.keep_alive(keep_alive);
    response.body() = std::move(r.body);
    response.prepare_payload();
    stream_.expires_after(timeout_);
    auto [ec, n] = co_await http::async_write(stream_, response, as_values);
    co_return !ec && keep_alive;
}

asio::awaitable<void> connection::refuse(error_code why) {
    auto r = complaint(why);
    if (!r) co_return;
    calls_.count_unreadable(*r);
    co_await send(*std::move(r), false);
    co_await linger();
}

// Closing while the client still sends resets the connection, and it may never see the reply.
asio::awaitable<void> connection::linger() {
    error_code ec;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ec);
    is_lingering_ = true;
    std::array<char, 4096> ignored;
    auto const end = std::chrono::steady_clock::now() + timeout_;
    while (!ec && !is_stopping_ && std::chrono::steady_clock::now() < end) {
        stream_.expires_at(std::min(end, std::chrono::steady_clock::now() + std::chrono::seconds(1)));
        std::tie(ec, std::ignore) = co_await stream_.async_read_some(asio::buffer(ignored), as_values);
    }
}

void connection::stop() {
    is_stopping_ = true;
    bool const is_idle = is_reading_ && !parser_->got_some() && buffer_.size() == 0;
    if (is_idle || is_lingering_) abort();
}

void connection::abort() { stream_.close(); }

}  // namespace model_server
