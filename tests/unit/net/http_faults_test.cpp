// The HTTP client over real sockets, plain and with TLS, against a server that misbehaves.

#include "net/http_client.hpp"
#include "net/tcp_connector.hpp"
#include "support/fault_server.hpp"
#include "support/run_coro.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ddbsnap::net {
namespace {

using test::fault_server;
using test::http_answer;
using test::reaction;
using enum reaction::ending;
using namespace std::chrono_literals;

std::string const ok = http_answer(200, "hello world");
std::string const until_close = http_answer(200, "hello world", "Connection: close\r\n");
std::string const small_request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";

std::string large_request() {
    std::string const body(16 << 20, 'x');  // more than any socket buffer takes
    return fmt::format("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{}", body.size(), body);
}

struct http_faults : testing::TestWithParam<bool> {
    bool const tls = GetParam();
    asio::io_context io;
    test::certificate_authority ca;
    test::temporary_file bundle{ca.pem()};
    std::optional<fault_server> server;
    std::optional<http_client> client;

    void serve(std::vector<reaction> script) {
        client.reset();
        server.emplace(io, std::move(script), tls ? std::optional(ca.issue()) : std::nullopt);
        client.emplace(make_tcp_connector(bundle.path()), origin{"127.0.0.1", server->port(), tls},
                       http_limits{});
    }
    test::running<http_response> start(std::string_view request, std::chrono::milliseconds within = 5s) {
        return {io, client->exchange(request, std::chrono::steady_clock::now() + within)};
    }
    result<http_response> exchange(std::string_view request = small_request,
                                   std::chrono::milliseconds within = 5s) {
        return start(request, within).wait();
    }
    std::error_code code_of_exchange() {
        auto const got = exchange();
        return got ? std::error_code() : got.error().code();
    }
};

TEST_P(http_faults, a_dripping_answer_arrives_whole) {
    serve({{.send = ok, .piece = 1}});
    EXPECT_EQ(exchange().value().body, "hello world");
    EXPECT_EQ(client->idle_connections(), 1u);
}

TEST_P(http_faults, an_answer_cut_off_at_any_byte_is_a_closed_connection) {
    for (std::size_t size = 0; size < ok.size(); size += 5) {
        serve({{.send = ok, .after = close, .send_at_most = size}});
        EXPECT_EQ(code_of_exchange(), errc::connection_closed) << "after " << size << " bytes";
        EXPECT_EQ(client->idle_connections(), 0u);
    }
}

TEST_P(http_faults, a_connection_reset_within_the_answer_is_a_closed_connection) {
    for (std::size_t size : {0, 1, 20, 40}) {
        serve({{.send = ok, .after = reset, .send_at_most = size}});
        EXPECT_EQ(code_of_exchange(), errc::connection_closed) << "after " << size << " bytes";
    }
}

TEST_P(http_faults, a_connection_reset_within_the_request_is_a_closed_connection) {
    auto const request = large_request();
    serve({{.after = reset, .read_at_most = 1000}});
    auto const got = exchange(request);
    EXPECT_EQ(got.error().code(), errc::connection_closed);
}

TEST_P(http_faults, an_answer_that_comes_before_the_whole_request_was_sent_is_read) {
    auto const request = large_request();
    for (auto const end : {close_without_notify, reset}) {
        serve({{.send = http_answer(413, "too large"), .after = end, .read_at_most = 1000}, {.send = ok}});
        auto const got = exchange(request);
        ASSERT_TRUE(got) << got.error().to_string();
        EXPECT_EQ(got->status, 413);
        EXPECT_EQ(got->body, "too large");
        EXPECT_EQ(client->idle_connections(), 0u);
        EXPECT_EQ(exchange().value().status, 200);
    }
}

TEST_P(http_faults, an_early_answer_that_is_cut_off_is_a_closed_connection) {
    auto const request = large_request();
    serve(
        {{.send = http_answer(413, "too large"), .after = reset, .send_at_most = 30, .read_at_most = 1000}});
    EXPECT_EQ(exchange(request).error().code(), errc::connection_closed);
}

TEST_P(http_faults, the_peer_is_named_once) {
    serve({{.after = reset}});
    auto const message = exchange().error().message();
    auto const peer = fmt::format("127.0.0.1:{}", server->port());
    EXPECT_NE(message.find(peer), std::string::npos) << message;
    EXPECT_EQ(message.find(peer), message.rfind(peer)) << message;
}

TEST_P(http_faults, a_body_that_ends_with_the_stream_needs_an_orderly_end) {
    serve({{.send = until_close, .after = close}});
    EXPECT_EQ(exchange().value().body, "hello world");
    EXPECT_EQ(client->idle_connections(), 0u);
    serve({{.send = until_close, .after = close_without_notify}});
    // Without TLS there is no telling: only the CRC-32 and the JSON behind it.
    EXPECT_EQ(code_of_exchange(), tls ? std::error_code(errc::connection_closed) : std::error_code());
    serve({{.send = until_close, .after = reset}});
    EXPECT_EQ(code_of_exchange(), errc::connection_closed);
}

TEST_P(http_faults, a_missing_close_notify_after_a_whole_answer_harms_nobody) {
    serve({{.send = ok, .after = close_without_notify}, {.send = ok}});
    EXPECT_EQ(exchange().value().body, "hello world");
    EXPECT_EQ(exchange().value().body, "hello world");
    EXPECT_EQ(server->connections(), 2);
}

TEST_P(http_faults, a_connection_closed_while_idle_is_replaced) {
    serve({{.send = ok, .after = close}, {.send = ok}});
    EXPECT_TRUE(exchange());
    EXPECT_TRUE(exchange());
    EXPECT_EQ(server->connections(), 2);
    EXPECT_EQ(server->requests().size(), 2u);
}

TEST_P(http_faults, a_kept_connection_closed_or_reset_upon_the_request_is_replaced) {
    for (auto const end : {close, close_without_notify, reset}) {
        serve({{.send = ok}, {.after = end}, {.send = ok}});
        EXPECT_TRUE(exchange());
        EXPECT_TRUE(exchange());
        EXPECT_EQ(server->connections(), 2);
        EXPECT_EQ(server->requests().size(), 3u);
    }
}

TEST_P(http_faults, an_answer_nobody_asked_for_is_never_taken_for_the_next) {
    serve({{.send = ok, .unasked = http_answer(200, "wrong")}, {.send = ok}});
    EXPECT_EQ(exchange().value().body, "hello world");
    EXPECT_EQ(exchange().value().body, "hello world");
    EXPECT_EQ(server->connections(), 2);
}

TEST_P(http_faults, interim_answers_are_passed_over) {
    serve({{.send = "HTTP/1.1 100 Continue\r\n\r\n" + ok}});
    EXPECT_EQ(exchange().value().status, 200);
}

TEST_P(http_faults, a_content_length_that_is_too_long_or_too_short_is_noticed) {
    serve({{.send = http_answer(200, "hello", "Content-Length: 50\r\n"), .after = close}});
    EXPECT_EQ(code_of_exchange(), errc::connection_closed);
    serve({{.send = http_answer(200, "hello", "Content-Length: 50\r\n")}});
    EXPECT_EQ(exchange(small_request, 50ms).error().code(), errc::timeout);
    serve({{.send = http_answer(200, "hello", "Content-Length: 2\r\n")}});
    EXPECT_EQ(exchange().value().body, "he");
    EXPECT_EQ(client->idle_connections(), 0u);
}

TEST_P(http_faults, a_server_that_hangs_is_a_timeout_at_the_deadline) {
    auto const request = large_request();
    serve({{.after = hang, .read_at_most = 1}});
    EXPECT_EQ(exchange(request, 50ms).error().code(), errc::timeout);  // in the midst of writing
    serve({{.after = hang}});
    EXPECT_EQ(exchange(small_request, 50ms).error().code(), errc::timeout);
    serve({{.send = ok, .after = hang, .send_at_most = 30}});
    EXPECT_EQ(exchange(small_request, 50ms).error().code(), errc::timeout);
}

TEST_P(http_faults, cancelling_while_writing_waiting_or_reading_aborts_and_the_next_exchange_works) {
    auto const large = large_request();
    for (std::size_t sent : {std::size_t{0}, std::size_t{1}, std::size_t{30}})
        for (bool writing : {true, false}) {
            bool reached = false;
            auto const at_most = writing ? std::size_t{1} : reaction::all;
            serve({{.send = ok,
                    .after = hang,
                    .send_at_most = sent,
                    .read_at_most = at_most,
                    .when_read = [&] { reached = true; }},
                   {.send = ok}});
            auto operation = start(writing ? large : small_request);
            test::run_until(io, [&] { return reached; });
            io.poll();
            operation.cancel();
            EXPECT_EQ(operation.wait().error().code(), errc::operation_aborted);
            EXPECT_EQ(client->idle_connections(), 0u);
            EXPECT_TRUE(exchange());
        }
}

TEST_P(http_faults, a_large_request_and_a_large_answer_arrive_whole) {
    std::string const body(3 << 20, 'y');
    serve({{.send = http_answer(200, body)}});
    auto const request = large_request();
    EXPECT_TRUE(exchange(request).value().body == body);
    EXPECT_EQ(server->requests().front().body.size(), std::size_t{16} << 20);
    EXPECT_TRUE(exchange().value().body == body);
    EXPECT_EQ(server->connections(), 1);
}

INSTANTIATE_TEST_SUITE_P(over, http_faults, testing::Bool(),
                         [](auto const& over) { return over.param ? "tls" : "tcp"; });

}  // namespace
}  // namespace ddbsnap::net
