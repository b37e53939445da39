#include "net/http_reader.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <fmt/format.h>

namespace ddbsnap::net {
namespace {

namespace http = boost::beast::http;
using parser_type = http::response_parser<http::string_body>;

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
            auto const used = parser_->put(boost::asio::buffer(buffer_.data() + begin_, end_ - begin_), ec);
            begin_ += used;
            has_status_ = has_status_ || used != 0;
            if (ec == http::error::need_more) break;
            if (ec) return ec;
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

    /// Room for more bytes; a head that does not fit is over the limit anyway.
    std::span<char> room() {
        if (begin_ != 0) {
            std::copy(buffer_.begin() + static_cast<long>(begin_), buffer_.begin() + static_cast<long>(end_),
                      buffer_.begin());
            end_ -= begin_;
            begin_ = 0;
        }
        if (buffer_.size() - end_ < chunk) buffer_.resize(end_ + chunk);
        return {buffer_.data() + end_, buffer_.size() - end_};
    }
    void received(std::size_t n) { end_ += n; }

    read_response take() {
        read_response out;
        // Bytes behind the response are something nobody asked for: never reuse such a connection.
        out.reusable = parser_->keep_alive() && begin_ == end_;
        auto message = parser_->release();
        out.response.status = message.result_int();
        for (auto const& field : message)
            out.response.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
        out.response.body = std::move(message.body());
        return out;
    }

   private:
    static constexpr std::size_t chunk = 16 * 1024;

    // A TLS alert, for one, is shorter than what the parser looks at first.
    bool could_be_http() const {
        constexpr std::string_view start = "HTTP/1.";
        auto const got = std::string_view(buffer_.data() + begin_, end_ - begin_).substr(0, start.size());
        return start.starts_with(got);
    }

    bool is_interim() const { return parser_->get().result_int() < 200; }

    void restart() {
        has_status_ = false;
        parser_.emplace();
        parser_->eager(true);
        parser_->body_limit(limits_.body_bytes);
        parser_->header_limit(static_cast<std::uint32_t>(limits_.head_bytes));
    }

    response_limits limits_;
    std::optional<parser_type> parser_;
    bool has_status_ = false;  // the parser has taken the status line
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace

asio::awaitable<result<read_response>> read_http_response(byte_stream& from, response_limits limits,
                                                          bool& saw_bytes) {
    response_reader reader(limits);
    while (!reader.is_done()) {
        auto n = co_await from.read_some(reader.room());
        if (!n) co_return std::move(n).error();
        if (*n == 0) {
            if (!saw_bytes)
                co_return failure(errc::connection_closed,
                                  "the peer closed the connection without an answer");
            if (auto const ec = reader.consume_end()) co_return parse_failure(ec);
            break;
        }
        saw_bytes = true;
        reader.received(*n);
        if (auto const ec = reader.consume()) co_return parse_failure(ec);
    }
    co_return reader.take();
}

}  // namespace ddbsnap::net
