#include "net/http_reader.hpp"

#include "net/response_parser.hpp"
#include "net/translate.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <utility>

namespace ddbsnap::net {
namespace {

namespace http = boost::beast::http;

failure parse_failure(boost::system::error_code ec) {
    if (ec == http::error::body_limit || ec == http::error::header_limit)
        return failure(errc::response_too_large, "the response is larger than the limit");
    if (ec == http::error::partial_message)
        return failure(errc::connection_closed,
                       "the peer closed the connection in the middle of its response");
    return failure(errc::malformed_response,
                   fmt::format("the peer does not speak HTTP/1.1 here: {}", ec.message()),
                   "check the endpoint's host, port and scheme");
}

/// Feeds bytes to Beast's parser, one response after another.
class response_reader {
   public:
    explicit response_reader(response_limits limits) : limits_(limits) { restart(); }

    bool is_done() const { return parser_->is_done(); }

    /// Consumes what it can of what has been received.
    boost::system::error_code consume() {
        while (begin_ != end_ && !parser_->is_done()) {
            boost::system::error_code ec;
            auto const used = parser_->put(boost::asio::buffer(buffer_.get() + begin_, end_ - begin_), ec);
            begin_ += used;
            has_status_ = has_status_ || used != 0;
            if (ec && ec != http::error::need_more) return ec;
            if (exceeds_head_limit(used)) return http::error::header_limit;
            if (ec) break;
            if (parser_->is_done() && is_interim()) restart();
        }
        return {};
    }

    boost::system::error_code consume_end() {
        boost::system::error_code ec = http::error::partial_message;
        // The parser must not be told of the end before its first byte, as after an interim response.
        if (parser_->got_some()) parser_->put_eof(ec);
        if (ec == http::error::partial_message && !has_status_ && !could_be_http())
            return http::error::bad_version;
        return ec;
    }

    /// Room for more bytes, behind a rest that could not be consumed yet.
    std::span<char> room() {
        if (begin_ != 0) std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
        end_ -= std::exchange(begin_, 0);
        if (capacity_ - end_ < chunk) grow();
        return {buffer_.get() + end_, capacity_ - end_};
    }
    void received(std::size_t n) { end_ += n; }

    read_response take() {
        read_response out;
        // Bytes behind the response are something nobody asked for: never reuse such a connection.
        out.reusable = parser_->keep_alive() && begin_ == end_;
        out.response = std::move(parser_->response());
        return out;
    }

   private:
    static constexpr std::size_t chunk = 16 * 1024;

    // A TLS alert, for one, is shorter than what the parser looks at first.
    bool could_be_http() const {
        constexpr std::string_view start = "HTTP/1.";
        auto const got = std::string_view(buffer_.get() + begin_, end_ - begin_).substr(0, start.size());
        return start.starts_with(got);
    }

    // The parser limits only what it has to see in one piece before it goes on with a head: many short
    // headers, or interim responses, would have no end, and neither would a chunk's extension or a trailer.
    bool exceeds_head_limit(std::size_t used) {
        if (!parser_->is_header_done() || is_interim()) head_bytes_ += used;
        return std::max(head_bytes_, end_ - begin_) > limits_.head_bytes;
    }

    bool is_interim() { return parser_->response().status < 200; }

    void grow() {
        // A record of TLS holds 16 KB: a reply of that size is read at once.
        auto const wanted = std::max(2 * capacity_, chunk + 1024);
        auto larger = std::make_unique_for_overwrite<char[]>(wanted);
        if (end_ != 0) std::memcpy(larger.get(), buffer_.get(), end_);
        buffer_ = std::move(larger);
        capacity_ = wanted;
    }

    void restart() {
        has_status_ = false;
        parser_.emplace();
        parser_->eager(true);
        parser_->body_limit(limits_.body_bytes);
        parser_->header_limit(static_cast<std::uint32_t>(limits_.head_bytes));
    }

    response_limits limits_;
    std::optional<response_parser> parser_;
    std::size_t head_bytes_ = 0;      // that the parser has taken, before the body
    bool has_status_ = false;         // the parser has taken the status line
    std::unique_ptr<char[]> buffer_;  // not zeroed, unlike a vector
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace

asio::awaitable<result<read_response>> read_http_response(byte_stream& from, response_limits limits,
                                                          std::size_t& received) {
    response_reader reader(limits);
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    while (!reader.is_done()) {
        // A cancellation that came while nothing was waited for has gone unheard.
        if (cancellation.cancelled() != asio::cancellation_type::none) co_return aborted("the request");
        auto n = co_await from.read_some(reader.room());
        if (!n) co_return std::move(n).error();
        if (*n == 0) {
            if (received == 0)
                co_return failure(errc::connection_closed,
                                  "the peer closed the connection without an answer");
            if (auto const ec = reader.consume_end()) co_return parse_failure(ec);
            break;
        }
        received += *n;
        reader.received(*n);
        if (auto const ec = reader.consume()) co_return parse_failure(ec);
    }
    co_return reader.take();
}

}  // namespace ddbsnap::net
