#include "net/http_reader.hpp"

#include "support/http_text.hpp"
#include "support/run_coro.hpp"

#include <algorithm>
#include <gmock/gmock.h>

namespace ddbsnap::net {
namespace {

using test::http_answer;

// Gives its pieces one by one, then the end of the stream.
class piecewise_stream final : public byte_stream {
   public:
    explicit piecewise_stream(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}

    asio::awaitable<result<std::size_t>> read_some(std::span<char> into) override {
        while (next_ < pieces_.size() && pieces_[next_].empty()) ++next_;
        if (next_ == pieces_.size()) co_return std::size_t{0};
        auto& piece = pieces_[next_];
        auto const n = std::min(piece.size(), into.size());
        std::copy_n(piece.begin(), n, into.begin());
        piece.erase(0, n);
        co_return n;
    }
    asio::awaitable<result<void>> write_all(std::string_view) override { co_return result<void>{}; }
    void abort() noexcept override {}
    bool is_quiet() noexcept override { return next_ == pieces_.size(); }

   private:
    std::vector<std::string> pieces_;
    std::size_t next_ = 0;
};

result<read_response> read_pieces(std::vector<std::string> pieces, response_limits limits = {}) {
    asio::io_context io;
    piecewise_stream stream(std::move(pieces));
    std::size_t received = 0;
    return test::run_coro(io, read_http_response(stream, limits, received));
}

result<read_response> read(std::string const& bytes, response_limits limits = {}) {
    return read_pieces({bytes}, limits);
}

std::string const chunked =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n";
std::string const interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" +
                            http_answer(200, "hello world");
std::string const until_close = http_answer(200, "hello world", "Connection: close\r\n");

class every_split : public testing::TestWithParam<std::string> {};

TEST_P(every_split, of_a_response_into_two_reads_gives_the_same_response) {
    auto const& text = GetParam();
    for (std::size_t at = 0; at <= text.size(); ++at) {
        auto const got = read_pieces({text.substr(0, at), text.substr(at)});
        ASSERT_TRUE(got) << "split at " << at << ": " << got.error().to_string();
        EXPECT_EQ(got->response.status, 200);
        EXPECT_EQ(got->response.body, "hello world") << "split at " << at;
    }
}

TEST_P(every_split, into_single_bytes_gives_the_same_response) {
    std::vector<std::string> bytes;
    for (char const c : GetParam()) bytes.emplace_back(1, c);
    EXPECT_EQ(read_pieces(bytes).value().response.body, "hello world");
}

INSTANTIATE_TEST_SUITE_P(http_reader, every_split,
                         testing::Values(http_answer(200, "hello world"), chunked, interim, until_close));

class every_truncation : public testing::TestWithParam<std::string> {};

TEST_P(every_truncation, of_a_response_is_an_error_and_never_a_success) {
    auto const& text = GetParam();
    for (std::size_t size = 0; size < text.size(); ++size) {
        auto const got = read(text.substr(0, size));
        ASSERT_FALSE(got) << "cut after " << size << " bytes";
        EXPECT_EQ(got.error().code(), errc::connection_closed)
            << "cut after " << size << " bytes: " << got.error().to_string();
    }
}

INSTANTIATE_TEST_SUITE_P(http_reader, every_truncation,
                         testing::Values(http_answer(200, "hello world"), chunked, interim));

TEST(http_reader, a_head_that_is_cut_off_is_an_error_where_the_body_ends_with_the_stream) {
    auto const head = until_close.substr(0, until_close.find("\r\n\r\n") + 4);
    for (std::size_t size = 0; size < head.size(); ++size) EXPECT_FALSE(read(head.substr(0, size)));
}

TEST(http_reader, headers_are_found_without_regard_to_case) {
    auto const got = read(http_answer(503, "", "X-Amzn-RequestId:  R1 \r\nEmpty:\r\n")).value().response;
    EXPECT_EQ(got.status, 503);
    EXPECT_EQ(got.header("x-amzn-requestid"), "R1");
    EXPECT_EQ(got.header("empty"), "");
    EXPECT_EQ(got.header("x-amzn"), std::nullopt);
}

TEST(http_reader, a_connection_is_reusable_only_if_both_sides_agree_and_nothing_is_left_over) {
    EXPECT_TRUE(read(http_answer(200, "{}")).value().reusable);
    EXPECT_TRUE(read(http_answer(200, "")).value().reusable);
    EXPECT_TRUE(read(chunked).value().reusable);
    EXPECT_TRUE(read(interim).value().reusable);
    EXPECT_FALSE(read(until_close).value().reusable);
    EXPECT_FALSE(read(http_answer(200, "{}", "Connection: close\r\nContent-Length: 2\r\n")).value().reusable);
    EXPECT_FALSE(read("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}").value().reusable);
    EXPECT_FALSE(read(http_answer(200, "{}") + "x").value().reusable);
    EXPECT_FALSE(read(http_answer(200, "{}") + http_answer(200, "{}")).value().reusable);
}

TEST(http_reader, what_is_not_http_is_named_as_such) {
    for (char const* text :
         {"<html><body>Sign in</body></html>\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
          "\x15\x03\x01\x00\x02\x02\x46", "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
          "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"}) {
        auto const got = read(text);
        ASSERT_FALSE(got) << text;
        EXPECT_EQ(got.error().code(), errc::malformed_response) << text;
        EXPECT_THAT(got.error().details().next_step, testing::HasSubstr("endpoint"));
    }
}

TEST(http_reader, a_body_above_the_limit_is_refused_however_it_is_delimited) {
    response_limits const limits{10, 1000};
    EXPECT_TRUE(read(http_answer(200, "0123456789"), limits));
    EXPECT_EQ(read(http_answer(200, "0123456789x"), limits).error().code(), errc::response_too_large);
    EXPECT_EQ(read(chunked, limits).error().code(), errc::response_too_large);
    EXPECT_EQ(read(until_close, limits).error().code(), errc::response_too_large);
    // Refused from the head alone: nothing is allocated for a body of that size.
    EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n", limits).error().code(),
              errc::response_too_large);
}

TEST(http_reader, a_head_above_the_limit_is_refused_also_when_it_never_ends) {
    response_limits const limits{10, 1000};
    std::string const filler(2000, 'x');
    EXPECT_EQ(read(http_answer(200, "", "Filler: " + filler + "\r\n"), limits).error().code(),
              errc::response_too_large);
    std::vector<std::string> endless{"HTTP/1.1 200 OK\r\n"};
    for (int i = 0; i < 100; ++i) endless.push_back("Header-Of-Any-Name: and any value\r\n");
    EXPECT_EQ(read_pieces(endless, limits).error().code(), errc::response_too_large);
}

// However the pieces are cut: each of them may end where the parser needs nothing of it again.
TEST(http_reader, headers_without_an_end_are_refused_in_pieces_of_any_size) {
    std::string endless = "HTTP/1.1 200 OK\r\n";
    while (endless.size() < 200'000) endless += "A: b\r\n";
    for (std::size_t size : {17, 600, 16'386, 17'406})
        for (std::size_t first = 17; first != 23; ++first) {
            std::vector<std::string> pieces{endless.substr(0, first)};
            for (auto at = first; at < endless.size(); at += size) pieces.push_back(endless.substr(at, size));
            pieces.push_back("\r\n");
            auto const got = read_pieces(std::move(pieces));
            ASSERT_FALSE(got) << first << " and " << size;
            EXPECT_EQ(got.error().code(), errc::response_too_large) << first << " and " << size;
        }
}

TEST(http_reader, interim_responses_without_an_end_are_refused) {
    std::vector<std::string> endless(10'000, "HTTP/1.1 100 Continue\r\n\r\n");
    endless.push_back(http_answer(200, "hello"));
    auto const got = read_pieces(std::move(endless));
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), errc::response_too_large);
}

TEST(http_reader, what_goes_with_chunks_is_limited_like_a_head) {
    std::string const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (auto const* begun : {"5;x=", "5\r\nhello\r\n0;x=", "5\r\nhello\r\n0\r\nTrailer: "}) {
        std::vector<std::string> endless{head + begun};
        for (int i = 0; i != 200; ++i) endless.emplace_back(1000, 'x');
        EXPECT_EQ(read_pieces(std::move(endless)).error().code(), errc::response_too_large) << begun;
    }
}

TEST(http_reader, a_body_of_several_megabytes_arrives_whole) {
    std::string body(5 << 20, 'b');
    for (std::size_t i = 0; i < body.size(); i += 1000) body[i] = static_cast<char>('a' + i % 26);
    EXPECT_TRUE(read(http_answer(200, body)).value().response.body == body);
}

}  // namespace
}  // namespace ddbsnap::net
