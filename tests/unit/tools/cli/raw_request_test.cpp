#include "raw_request.hpp"

#include <gtest/gtest.h>
#include <string>

namespace ddbsnap::cli {
namespace {

std::string with_crlf(std::string text) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != text.npos; at += 2) text.insert(at, 1, '\r');
    return text;
}

TEST(raw_request, lines_may_end_with_lf_or_crlf) {
    std::string const unix_text = "POST /a?b=c HTTP/1.1\nHost: h\nX: 1\n\nbody";
    for (auto const& text : {unix_text, with_crlf(unix_text)}) {
        auto const r = parse_raw_request(text);
        ASSERT_TRUE(r);
        EXPECT_EQ(r->method, "POST");
        EXPECT_EQ(r->path, "/a");
        EXPECT_EQ(r->query, "b=c");
        ASSERT_EQ(r->headers.size(), 2u);
        EXPECT_EQ(r->headers[0].name, "Host");
        EXPECT_EQ(r->headers[0].value, " h");
        EXPECT_EQ(r->headers[1].value, " 1");
        EXPECT_EQ(r->body, "body");
    }
}

TEST(raw_request, the_target_keeps_its_spaces) {
    auto const r = parse_raw_request("GET /a b/?c=\"d e\"?&f HTTP/1.1\nHost:h\n\n");
    ASSERT_TRUE(r);
    EXPECT_EQ(r->path, "/a b/");
    EXPECT_EQ(r->query, "c=\"d e\"?&f");
}

TEST(raw_request, folded_lines_belong_to_the_value_before_them) {
    auto const r = parse_raw_request("GET / HTTP/1.1\r\nHost:h\r\nA:1\r\n  2\r\n\t3\r\nB:4\r\n\r\n");
    ASSERT_TRUE(r);
    ASSERT_EQ(r->headers.size(), 3u);
    EXPECT_EQ(r->headers[1].value, "1\r\n  2\r\n\t3");
    EXPECT_EQ(r->headers[2].value, "4");
}

TEST(raw_request, the_end_may_come_right_after_the_headers) {
    for (auto text : {"GET / HTTP/1.1\nHost:h", "GET / HTTP/1.1\nHost:h\n", "GET / HTTP/1.1\nHost:h\n\n"}) {
        auto const r = parse_raw_request(text);
        ASSERT_TRUE(r);
        EXPECT_EQ(r->headers.size(), 1u);
        EXPECT_EQ(r->body, "");
    }
}

TEST(raw_request, the_body_is_what_content_length_says) {
    auto const body_of = [](std::string const& tail) {
        auto const text = "PUT / HTTP/1.1\nHost:h\n" + tail;
        auto const r = parse_raw_request(text);
        return r ? std::string(r->body) : "refused: " + r.error().message();
    };
    EXPECT_EQ(body_of("content-length: 4 \n\nbody"), "body");
    EXPECT_EQ(body_of("Content-Length:4\n\nbody\n"), "body");
    EXPECT_EQ(body_of("Content-Length:5\n\nbody\n"), "body\n");
    EXPECT_EQ(body_of("\nbody\r\n\r\n"), "body\r\n\r\n");
    EXPECT_EQ(body_of("Content-Length:5\n\nbody"),
              "refused: reading the request: Content-Length is 5, but the body has 4 bytes");
    EXPECT_EQ(body_of("Content-Length:3\n\nbody"),
              "refused: reading the request: Content-Length is 3, but 4 bytes follow");
    EXPECT_EQ(body_of("Content-Length:-1\n\nbody"),
              "refused: reading the request: Content-Length is not a number");
    EXPECT_EQ(body_of("Content-Length:\n\n"), "refused: reading the request: Content-Length is not a number");
}

TEST(raw_request, what_is_no_request_is_refused_with_its_line) {
    auto const message_of = [](std::string_view text) {
        auto const r = parse_raw_request(text);
        return r ? "accepted" : r.error().message();
    };
    for (auto text : {"", "\n", "GET /", "GET HTTP/1.1", "GET / FTP/1.0\n", "GET /HTTP/1.1\nHost:h\n\n"}) {
        EXPECT_EQ(message_of(text), "reading the request: line 1 is not METHOD TARGET HTTP/1.1") << text;
    }
    EXPECT_EQ(message_of("GET / HTTP/1.1\nHost:h\nno colon\n\n"),
              "reading the request: line 3 is not NAME: VALUE");
    EXPECT_EQ(message_of("GET / HTTP/1.1\n:v\n\n"), "reading the request: line 2 is not NAME: VALUE");
    EXPECT_EQ(message_of("GET / HTTP/1.1\n folded:v\n\n"), "accepted");
    auto const chunked = parse_raw_request("PUT / HTTP/1.1\nTransfer-Encoding: chunked\n\n0\n\n");
    ASSERT_FALSE(chunked);
    EXPECT_EQ(chunked.error().code(), errc::not_supported);
}

}  // namespace
}  // namespace ddbsnap::cli
