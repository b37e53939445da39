#include "net/http_client.hpp"

#include "support/http_text.hpp"
#include "support/run_coro.hpp"
#include "support/scripted_stream.hpp"

#include <gmock/gmock.h>

namespace ddbsnap::net {
namespace {

using test::http_answer;
using test::scripted_answer;
using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;

std::string const ok = http_answer(200, "{}");

struct http_client_test : testing::Test {
    asio::io_context io;
    test::stream_script script;
    std::optional<http_client> client;

    http_client_test() { restart(); }
    void restart(http_limits limits = {}) {
        client.reset();
        script = {};
        auto connector = std::make_shared<test::scripted_connector>(script);
        client.emplace(std::move(connector), origin{"db.example", 443, true}, limits);
    }
    void answer(std::vector<std::string> pieces, bool then_close = false) {
        script.answers.push_back({std::move(pieces), then_close});
    }
    test::running<http_response> start(std::string_view request, std::chrono::milliseconds within = 5s) {
        return {io, client->exchange(request, std::chrono::steady_clock::now() + within)};
    }
    result<http_response> exchange(std::string_view request, std::chrono::milliseconds within = 5s) {
        return start(request, within).wait();
    }
};

TEST_F(http_client_test, a_connection_serves_one_request_after_another) {
    for (int i = 0; i < 3; ++i) answer({ok});
    for (auto const* request : {"a", "b", "c"}) EXPECT_EQ(exchange(request).value().body, "{}");
    EXPECT_EQ(script.connected, 1);
    EXPECT_THAT(script.requests, ElementsAre("a", "b", "c"));
}

TEST_F(http_client_test, the_connection_used_last_is_used_first) {
    for (int i = 0; i < 4; ++i) answer({ok});
    auto first = start("1");
    auto second = start("2");
    EXPECT_TRUE(first.wait());
    EXPECT_TRUE(second.wait());
    EXPECT_EQ(client->idle_connections(), 2u);
    auto const newest = script.request_streams.back();
    EXPECT_TRUE(exchange("3"));
    EXPECT_TRUE(exchange("4"));
    EXPECT_THAT(script.request_streams, ElementsAre(testing::_, testing::_, newest, newest));
}

TEST_F(http_client_test, no_more_connections_are_kept_than_allowed) {
    for (std::size_t most : {0u, 1u}) {
        http_limits limits;
        limits.pool.most_idle = most;
        restart(limits);
        answer({ok});
        answer({ok});
        auto first = start("1");
        auto second = start("2");
        EXPECT_TRUE(first.wait());
        EXPECT_TRUE(second.wait());
        EXPECT_EQ(client->idle_connections(), most);
        EXPECT_EQ(script.open_streams, static_cast<int>(most));
    }
}

TEST_F(http_client_test, a_connection_idle_for_too_long_is_not_used) {
    http_limits limits;
    limits.pool.connections.max_idle = 0s;
    restart(limits);
    answer({ok});
    answer({ok});
    EXPECT_TRUE(exchange("1"));
    EXPECT_TRUE(exchange("2"));
    EXPECT_EQ(script.connected, 2);
}

TEST_F(http_client_test, a_connection_the_peer_closed_while_idle_is_replaced_without_a_failed_attempt) {
    answer({ok}, true);
    answer({ok});
    EXPECT_TRUE(exchange("1"));
    EXPECT_TRUE(exchange("2"));
    EXPECT_THAT(script.request_streams, ElementsAre(1, 2));
    EXPECT_EQ(script.open_streams, 1);
}

TEST_F(http_client_test, a_kept_connection_that_dies_unanswered_is_replaced_and_the_request_sent_again) {
    answer({ok});
    answer({}, true);
    answer({ok});
    EXPECT_TRUE(exchange("1"));
    EXPECT_EQ(exchange("2").value().body, "{}");
    EXPECT_THAT(script.requests, ElementsAre("1", "2", "2"));
    EXPECT_THAT(script.request_streams, ElementsAre(1, 1, 2));
}

TEST_F(http_client_test, a_request_is_sent_again_once_at_most) {
    answer({ok});
    answer({}, true);
    answer({}, true);
    EXPECT_TRUE(exchange("1"));
    auto const got = exchange("2");
    EXPECT_EQ(got.error().code(), errc::connection_closed);
    EXPECT_THAT(got.error().message(), HasSubstr("db.example:443"));
    EXPECT_THAT(script.requests, ElementsAre("1", "2", "2"));
}

TEST_F(http_client_test, a_fresh_connection_that_dies_unanswered_is_a_failure) {
    answer({}, true);
    EXPECT_EQ(exchange("1").error().code(), errc::connection_closed);
    EXPECT_EQ(script.connected, 1);
    EXPECT_EQ(script.open_streams, 0);
}

TEST_F(http_client_test, a_request_is_not_sent_again_after_a_byte_of_its_answer) {
    answer({ok});
    answer({"H"}, true);
    EXPECT_TRUE(exchange("1"));
    EXPECT_EQ(exchange("2").error().code(), errc::connection_closed);
    EXPECT_THAT(script.requests, ElementsAre("1", "2"));
}

TEST_F(http_client_test, a_second_answer_nobody_asked_for_is_never_taken_for_the_next) {
    answer({ok + http_answer(200, "wrong")});
    answer({ok, http_answer(200, "wrong")});
    answer({ok});
    for (auto const* request : {"1", "2", "3"}) EXPECT_EQ(exchange(request).value().body, "{}");
    EXPECT_EQ(script.connected, 3);
}

TEST_F(http_client_test, a_failed_exchange_leaves_no_connection_behind) {
    answer({"nonsense\r\n\r\n"});
    EXPECT_EQ(exchange("1").error().code(), errc::malformed_response);
    EXPECT_EQ(client->idle_connections(), 0u);
    EXPECT_EQ(script.open_streams, 0);
}

TEST_F(http_client_test, an_answer_that_does_not_come_is_a_timeout_at_the_deadline) {
    answer({"HTTP/1.1 200 OK\r\nContent-Le"});
    auto const begun = std::chrono::steady_clock::now();
    auto const got = exchange("1", 50ms);
    EXPECT_EQ(got.error().code(), errc::timeout);
    EXPECT_THAT(got.error().message(), HasSubstr("db.example:443 did not answer in time"));
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 50ms);
    EXPECT_EQ(script.open_streams, 0);
}

// Connecting, writing and three reads: each fails, and each waits.
constexpr int steps_of_an_exchange = 5;
std::vector<std::string> const three_pieces{"HTTP/1.1 200 OK\r\n", "Content-Length: 2\r\n\r\n{", "}"};

TEST_F(http_client_test, whatever_step_fails_the_next_exchange_works) {
    for (int n = 0; n <= steps_of_an_exchange; ++n) {
        restart();
        script.fail_at = n;
        answer(three_pieces);
        auto const got = exchange("1");
        EXPECT_EQ(got.has_value(), n == steps_of_an_exchange);
        auto const code = got ? std::error_code(errc::connection_closed) : got.error().code();
        EXPECT_EQ(code, errc::connection_closed) << "step " << n;
        EXPECT_LE(script.requests.size(), 1u) << "step " << n;
        EXPECT_EQ(script.open_streams, n == steps_of_an_exchange ? 1 : 0) << "step " << n;
        script.fail_at = -1;
        script.answers = {{three_pieces, false}};
        EXPECT_EQ(exchange("2").value().body, "{}") << "step " << n;
    }
}

TEST_F(http_client_test,
       whatever_step_fails_on_a_kept_connection_nothing_is_sent_twice_but_what_was_not_answered) {
    for (int n = 0; n < steps_of_an_exchange - 1; ++n) {
        restart();
        answer({ok});
        EXPECT_TRUE(exchange("1"));
        script.fail_at = script.steps + n;  // write, read, read, read
        answer(three_pieces);
        bool const unanswered = n <= 1;
        if (unanswered) answer(three_pieces);
        EXPECT_EQ(exchange("2").has_value(), unanswered) << "step " << n;
        EXPECT_EQ(script.connected, unanswered ? 2 : 1) << "step " << n;
    }
}

TEST_F(http_client_test, whatever_step_hangs_the_deadline_ends_it) {
    for (int n = 0; n < steps_of_an_exchange; ++n) {
        restart();
        script.hang_at = n;
        answer(three_pieces);
        EXPECT_EQ(exchange("1", 20ms).error().code(), errc::timeout) << "step " << n;
        EXPECT_EQ(script.open_streams, 0) << "step " << n;
        answer({ok});
        answer({ok});
        EXPECT_TRUE(exchange("2")) << "step " << n;
    }
}

TEST_F(http_client_test, whatever_step_is_cancelled_the_operation_is_aborted_and_the_next_works) {
    for (int n = 0; n < steps_of_an_exchange; ++n) {
        restart();
        script.hang_at = n;
        answer(three_pieces);
        auto operation = start("1");
        bool hangs = false;
        script.when_hanging = [&] { hangs = true; };
        test::run_until(io, [&] { return hangs; });
        operation.cancel();
        EXPECT_EQ(operation.wait().error().code(), errc::operation_aborted) << "step " << n;
        EXPECT_EQ(script.open_streams, 0) << "step " << n;
        EXPECT_EQ(client->idle_connections(), 0u);
        script.answers = {{{ok}, false}};
        EXPECT_TRUE(exchange("2")) << "step " << n;
    }
}

}  // namespace
}  // namespace ddbsnap::net
