#include "net/http_client.hpp"
#include "net/tcp_connector.hpp"
#include "support/fault_server.hpp"
#include "support/run_coro.hpp"

#include <gmock/gmock.h>

namespace ddbsnap::net {
namespace {

using test::fault_server;
using test::http_answer;
using test::reaction;
using namespace std::chrono_literals;

struct tls_stream_test : testing::Test {
    std::unique_ptr<byte_stream> connect(origin const& to) {
        auto opened = test::run_coro(io, connector->connect(to, std::chrono::steady_clock::now() + 5s));
        return std::move(opened).value();
    }
    std::string read(byte_stream& from) {
        std::array<char, 64 * 1024> buffer;
        auto const n = test::run_coro(io, from.read_some(buffer)).value();
        return std::string(buffer.data(), n);
    }
    static asio::awaitable<result<std::size_t>> writing(byte_stream& to, std::string_view bytes) {
        auto sent = co_await to.write_all(bytes);
        if (!sent) co_return std::move(sent).error();
        co_return bytes.size();
    }
    result<std::size_t> write(byte_stream& to, std::string_view bytes) {
        return test::run_coro(io, writing(to, bytes));
    }
    result<http_response> exchange(http_client& client, std::string_view what = request) {
        return test::run_coro(io, client.exchange(what, std::chrono::steady_clock::now() + 20s));
    }

    static constexpr std::string_view request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    asio::io_context io;
    test::certificate_authority ca;
    test::temporary_file bundle{ca.pem()};
    std::shared_ptr<stream_connector> connector = make_tcp_connector(bundle.path());
};

TEST_F(tls_stream_test, a_later_connection_to_the_same_peer_resumes_the_session) {
    fault_server server(io, {{http_answer(200, "{}")}}, ca.issue());
    origin const to{"127.0.0.1", server.port(), true};
    auto const first = connect(to);
    EXPECT_FALSE(first->has_resumed_session());
    ASSERT_TRUE(write(*first, request));
    read(*first);  // TLS 1.3 sends its tickets before the first answer
    EXPECT_TRUE(connect(to)->has_resumed_session());
    EXPECT_TRUE(connect(to)->has_resumed_session());
}

TEST_F(tls_stream_test, a_session_outlives_its_connection) {
    fault_server server(io, {{http_answer(200, "{}")}}, ca.issue());
    origin const to{"127.0.0.1", server.port(), true};
    for (bool is_first : {true, false, false}) {
        auto const stream = connect(to);
        EXPECT_NE(stream->has_resumed_session(), is_first);
        ASSERT_TRUE(write(*stream, request));
        read(*stream);
    }
}

TEST_F(tls_stream_test, a_session_is_not_offered_to_another_peer) {
    fault_server server(io, {{http_answer(200, "{}")}}, ca.issue());
    auto const by_address = connect({"127.0.0.1", server.port(), true});
    ASSERT_TRUE(write(*by_address, request));
    read(*by_address);
    EXPECT_FALSE(connect({"localhost", server.port(), true})->has_resumed_session());
}

TEST_F(tls_stream_test, tickets_that_come_after_the_handshake_leave_a_connection_quiet) {
    fault_server server(io, {{http_answer(200, "{}")}}, ca.issue());
    auto const stream = connect({"127.0.0.1", server.port(), true});
    io.restart();
    io.poll();  // the server's side of the handshake ends, and its tickets go out
    EXPECT_TRUE(stream->is_quiet());
    ASSERT_TRUE(write(*stream, request));
    EXPECT_THAT(read(*stream), testing::HasSubstr("200"));
    EXPECT_TRUE(stream->is_quiet());
}

TEST_F(tls_stream_test, what_nobody_asked_for_makes_a_connection_unquiet) {
    fault_server server(io, {{.send = http_answer(200, "{}"), .unasked = "more"}}, ca.issue());
    auto const stream = connect({"127.0.0.1", server.port(), true});
    ASSERT_TRUE(write(*stream, request));
    EXPECT_THAT(read(*stream), testing::HasSubstr("200"));
    EXPECT_FALSE(stream->is_quiet());
}

TEST_F(tls_stream_test, megabytes_go_both_ways_unharmed) {
    std::string up(3'000'000, '\0');
    for (std::size_t i = 0; i < up.size(); ++i) up[i] = static_cast<char>('a' + i * i % 26);
    fault_server server(io, {{http_answer(200, up)}}, ca.issue());
    http_client client(connector, {"127.0.0.1", server.port(), true}, {});
    auto const message =
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(up.size()) + "\r\n\r\n" + up;
    EXPECT_EQ(exchange(client, message).value().body, up);
    EXPECT_EQ(server.requests().at(0).body, up);
}

TEST_F(tls_stream_test, writing_to_a_peer_that_has_gone_is_an_error_and_no_signal) {
    fault_server server(io, {{.after = reaction::ending::reset, .read_at_most = 1}}, ca.issue());
    auto const stream = connect({"127.0.0.1", server.port(), true});
    ASSERT_TRUE(write(*stream, "x"));
    io.restart();
    io.poll();
    std::string const much(1'000'000, 'x');
    static_cast<void>(write(*stream, much));  // this may still go into a buffer
    auto const sent = write(*stream, much);
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().code(), errc::connection_closed);
}

}  // namespace
}  // namespace ddbsnap::net
