// What an observer of a client is told.

#include "support/client_fixture.hpp"
#include "support/event_record.hpp"
#include "support/odd_ports.hpp"

#include <ddbsnap/client_metrics.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::found_item;
using test::http_answer;
using namespace std::chrono_literals;

class client_events : public test::client_fixture {
   protected:
    client_events() { options.observer = record; }

    std::shared_ptr<test::event_record> record = std::make_shared<test::event_record>();
};

TEST_F(client_events, tell_of_an_attempt_and_its_call) {
    serve({{found_item()}});
    EXPECT_TRUE(get());
    ASSERT_EQ(record->attempts.size(), 1u);
    auto const& a = record->attempts[0];
    EXPECT_EQ(a.operation_text, "GetItem");
    EXPECT_EQ(a.endpoint_text, fmt::format("127.0.0.1:{}", server->port()));
    EXPECT_EQ(a.request_id_text, "REQUEST-1");
    EXPECT_EQ(a.attempt, 1);
    EXPECT_EQ(a.http_status, 200);
    EXPECT_FALSE(a.outcome);
    EXPECT_FALSE(a.pause);
    EXPECT_FALSE(a.is_hedge);
    EXPECT_GT(a.duration, 0ns);
    auto const& request = server->requests()[0];
    EXPECT_EQ(a.bytes_sent, request.head.size() + request.body.size());
    EXPECT_GT(a.bytes_received, 0u);
    ASSERT_EQ(record->calls.size(), 1u);
    EXPECT_EQ(record->called[0], "GetItem");
    EXPECT_EQ(record->calls[0].attempts, 1);
    EXPECT_FALSE(record->calls[0].outcome);
    EXPECT_GE(record->calls[0].duration, a.duration);
}

TEST_F(client_events, tell_of_each_attempt_whether_and_when_another_one_follows) {
    serve({{dynamodb_answer(400, R"({"__type":"a#ThrottlingException"})", "x-amz-retry-after: 3\r\n")},
           {http_answer(500, "")},
           {found_item()}});
    EXPECT_TRUE(get());
    ASSERT_EQ(record->attempts.size(), 3u);
    EXPECT_EQ(record->attempts[0].outcome, service_errc::throttling);
    EXPECT_EQ(record->attempts[0].request_id_text, "REQUEST-1");
    EXPECT_EQ(record->attempts[0].pause, 3ms);
    EXPECT_EQ(record->attempts[1].outcome, service_errc::internal_server_error);
    EXPECT_EQ(record->attempts[1].http_status, 500);
    EXPECT_EQ(record->attempts[1].attempt, 2);
    EXPECT_EQ(record->attempts[1].pause, 0ms);
    EXPECT_FALSE(record->attempts[2].pause);
    EXPECT_EQ(record->calls[0].attempts, 3);
}

TEST_F(client_events, tell_of_a_failed_call_why) {
    options.max_attempts = 2;
    connect_to(fmt::format("http://127.0.0.1:{}", test::closed_port()));
    failure_of_get();
    ASSERT_EQ(record->attempts.size(), 2u);
    EXPECT_EQ(record->attempts[1].outcome, errc::connect_failed);
    EXPECT_EQ(record->attempts[1].http_status, 0);
    EXPECT_EQ(record->attempts[1].bytes_sent, 0u);
    EXPECT_FALSE(record->attempts[1].pause);
    ASSERT_EQ(record->calls.size(), 1u);
    EXPECT_EQ(record->calls[0].outcome, errc::connect_failed);
}

TEST_F(client_events, add_up_in_the_metrics) {
    auto const metrics = std::make_shared<client_metrics>();
    options.observer = metrics;
    serve({{dynamodb_answer(400, R"({"__type":"a#ThrottlingException"})")},
           {found_item()},
           {dynamodb_answer(400, R"({"__type":"a#ValidationException"})")}});
    EXPECT_TRUE(get());
    failure_of_get();
    auto const counts = metrics->snapshot();
    ASSERT_EQ(counts.operations.size(), 1u);
    auto const& of = counts.operations[0];
    EXPECT_EQ(of.operation, "GetItem");
    EXPECT_EQ(of.calls, 2u);
    EXPECT_EQ(of.attempts, 3u);
    EXPECT_EQ(of.retries, 1u);
    EXPECT_EQ(of.throttled, 1u);
    EXPECT_EQ(of.failed(), 1u);
    EXPECT_EQ(of.failures[static_cast<std::size_t>(failure_kind::bad_request)], 1u);
    EXPECT_EQ(of.attempt_times.count(), 3u);
    std::size_t sent = 0;
    for (auto const& request : server->requests()) sent += request.head.size() + request.body.size();
    EXPECT_EQ(of.bytes_sent, sent);
}

}  // namespace
}  // namespace ddbsnap
