// dynamodb_client against everything that can go wrong: each fault gives one honest error, or success.

#include "support/client_fixture.hpp"
#include "support/odd_ports.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::found_item;
using test::http_answer;
using test::reaction;
using testing::AllOf;
using testing::HasSubstr;
using enum reaction::ending;
using namespace std::chrono_literals;

using client_faults = test::client_fixture;

std::string error_answer(int status, std::string_view type, std::string_view headers = {}) {
    return dynamodb_answer(status, fmt::format(R"({{"__type":"{}","message":"because"}})", type), headers);
}

TEST_F(client_faults, html_with_status_200_is_not_taken_for_an_answer) {
    serve({{http_answer(200, "<html><body>Sign in to the guest network</body></html>")}});
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), errc::malformed_response);
    EXPECT_THAT(f.message(), AllOf(HasSubstr("GetItem"), HasSubstr("127.0.0.1")));
    EXPECT_THAT(f.details().next_step, HasSubstr("captive portal"));
    EXPECT_EQ(requests(), 1u);
}

TEST_F(client_faults, html_with_status_503_is_tried_again_and_then_quoted) {
    serve({{http_answer(503, "<html>Service Unavailable</html>")}});
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), service_errc::service_unavailable);
    EXPECT_EQ(f.details().http_status, 503);
    EXPECT_EQ(f.details().attempts, 4);
    EXPECT_THAT(f.message(), HasSubstr("Service Unavailable"));
    EXPECT_EQ(requests(), 4u);
}

TEST_F(client_faults, an_empty_answer_with_status_200_is_malformed) {
    serve({{http_answer(200, "")}});
    EXPECT_EQ(failure_of_get().code(), errc::malformed_response);
}

TEST_F(client_faults, json_that_ends_early_is_malformed) {
    std::string const whole = R"({"Item":{"k":{"S":"v"}}})";
    for (std::size_t size = 0; size < whole.size(); ++size) {
        serve({{http_answer(200, whole.substr(0, size))}});
        EXPECT_EQ(failure_of_get().code(), errc::malformed_response) << "after " << size;
    }
}

TEST_F(client_faults, a_body_cut_off_is_tried_again_and_then_an_error) {
    serve({{.send = found_item(), .after = close, .send_at_most = found_item().size() - 1}});
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), errc::connection_closed);
    EXPECT_EQ(f.details().attempts, 4);
    EXPECT_EQ(requests(), 4u);
}

TEST_F(client_faults, a_wrong_checksum_is_tried_again_and_then_an_error) {
    auto const wrong = http_answer(200, "{}", "x-amz-crc32: 1\r\n");
    serve({{wrong}, {found_item()}});
    EXPECT_TRUE(get());
    EXPECT_EQ(requests(), 2u);
    serve({{wrong}});
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), errc::checksum_mismatch);
    // The CRC-32 of {} is a published vector.
    EXPECT_THAT(f.message(), AllOf(HasSubstr("2745614147"), HasSubstr("but 1 was announced")));
    EXPECT_EQ(requests(), 4u);
}

struct service_fault {
    int status;
    std::string body;
    std::error_code code;
    std::size_t attempts;
};

TEST_F(client_faults, each_error_document_becomes_its_code_and_is_tried_again_only_where_that_may_help) {
    service_fault const faults[]{
        {400, R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"x"})",
         service_errc::resource_not_found, 1},
        {400, R"({"__type":"com.amazon.coral.validate#ValidationException","message":"x"})",
         service_errc::validation, 1},
        {400, R"({"__type":"com.amazon.coral.service#SerializationException"})", service_errc::serialization,
         1},
        {400, R"({"__type":"a#ProvisionedThroughputExceededException","message":"x"})",
         service_errc::provisioned_throughput_exceeded, 4},
        {400, R"({"code":"RequestLimitExceeded","Message":"x"})", service_errc::request_limit_exceeded, 4},
        {400, R"({"__type":"a#TransactionInProgressException","Message":"x"})",
         service_errc::transaction_in_progress, 4},
        {400, R"({"__type":"a#TransactionCanceledException","Message":"x"})",
         service_errc::transaction_canceled, 1},
        {409, R"({"__type":"a#ReplicatedWriteConflictException"})", service_errc::replicated_write_conflict,
         4},
        {400, "", service_errc::unknown, 1},
        {413, "", service_errc::request_too_large, 1},
        {413, "<html>Request Entity Too Large</html>", service_errc::request_too_large, 1},
        {429, "", service_errc::unknown, 1},
        {500, R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"x"})",
         service_errc::internal_server_error, 4},
        {500, "", service_errc::internal_server_error, 4},
        {503, "", service_errc::service_unavailable, 4},
        {301, "", service_errc::unknown, 1},
    };
    for (auto const& fault : faults) {
        serve({{http_answer(fault.status, fault.body)}});
        auto const f = failure_of_get();
        auto const what = fmt::format("HTTP {} with {}", fault.status, fault.body);
        EXPECT_EQ(f.code(), fault.code) << what;
        EXPECT_EQ(f.details().http_status, fault.status) << what;
        EXPECT_EQ(f.details().origin, error_origin::server) << what;
        EXPECT_EQ(requests(), fault.attempts) << what;
        EXPECT_EQ(f.details().attempts, static_cast<int>(fault.attempts)) << what;
    }
}

TEST_F(client_faults, the_request_id_is_in_the_error) {
    serve({{error_answer(400, "a#ValidationException")}});
    EXPECT_EQ(failure_of_get().to_string(), "GetItem: ValidationException: because (request REQUEST-1)");
}

TEST_F(client_faults, throttled_twice_the_third_attempt_succeeds) {
    options.max_attempts = 3;
    auto const slow_down = error_answer(400, "a#ThrottlingException");
    serve({{slow_down}, {slow_down}, {found_item()}});
    EXPECT_TRUE(get());
    EXPECT_EQ(requests(), 3u);
    EXPECT_EQ(server->connections(), 1);
    serve({{slow_down}});
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), condition::throttled);
    EXPECT_EQ(f.details().attempts, 3);
}

TEST_F(client_faults, configured_attempts_go_before_the_clients_own) {
    options.config.max_attempts = {1, "AWS_MAX_ATTEMPTS"};
    serve({{http_answer(500, "")}});
    EXPECT_EQ(failure_of_get().details().attempts, 1);
    EXPECT_EQ(requests(), 1u);
}

TEST_F(client_faults, a_connection_reset_within_the_answer_is_tried_again) {
    serve({{.send = found_item(), .after = reset, .send_at_most = 20}, {found_item()}});
    EXPECT_TRUE(get());
    EXPECT_EQ(requests(), 2u);
    EXPECT_EQ(server->connections(), 2);
}

TEST_F(client_faults, an_endpoint_that_is_down_says_so) {
    auto const port = test::closed_port();
    connect_to(fmt::format("http://127.0.0.1:{}", port));
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), errc::connect_failed);
    EXPECT_EQ(f.details().attempts, 4);
    EXPECT_THAT(f.to_string(),
                AllOf(HasSubstr("GetItem"), HasSubstr(std::to_string(port)), HasSubstr("refused")));
}

TEST_F(client_faults, an_endpoint_that_never_answers_is_a_timeout_within_the_overall_time) {
    options.attempt_timeout = 200ms;
    options.overall_timeout = 700ms;
    serve({{.after = hang}});
    auto const begun = std::chrono::steady_clock::now();
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), errc::timeout);
    EXPECT_GE(f.details().attempts, 2);
    EXPECT_LE(f.details().attempts, 4);  // at 0, 200, 400 and 600 ms, or later
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 700ms);
}

TEST_F(client_faults, no_attempt_is_made_that_the_overall_time_leaves_no_room_for) {
    options.overall_timeout = 2s;
    serve({{error_answer(400, "a#ThrottlingException", "x-amz-retry-after: 3000\r\n")}});
    EXPECT_EQ(failure_of_get().code(), condition::throttled);
    EXPECT_EQ(requests(), 1u);
}

TEST_F(client_faults, a_call_can_be_cancelled_while_it_waits_for_the_answer_or_for_its_next_attempt) {
    for (bool pausing : {false, true}) {
        bool reached = false;
        auto const retry_later = error_answer(400, "a#ThrottlingException", "x-amz-retry-after: 3000\r\n");
        serve({{.send = pausing ? retry_later : "",
                .after = pausing ? keep_alive : hang,
                .when_read = [&] { reached = true; }},
               {found_item()}});
        test::running<get_item_output> operation(io, client->get_item(get_request()));
        test::run_until(io, [&] { return reached; });
        for (auto const until = std::chrono::steady_clock::now() + 10ms; io.run_one_until(until) != 0;) {
        }
        EXPECT_FALSE(operation.is_done());
        operation.cancel();
        EXPECT_EQ(operation.wait().error().code(), errc::operation_aborted);
        EXPECT_TRUE(get());
    }
}

TEST_F(client_faults, waiting_for_a_table_can_be_cancelled) {
    serve({{dynamodb_answer(200, R"({"Table":{"TableName":"T","TableStatus":"CREATING"}})")}});
    test::running<table_description> operation(io, client->wait_until_active("T", 5s));
    test::run_until(io, [&] { return requests() == 1; });
    for (auto const until = std::chrono::steady_clock::now() + 10ms; io.run_one_until(until) != 0;) {
    }
    operation.cancel();
    EXPECT_EQ(operation.wait().error().code(), errc::operation_aborted);
}

TEST_F(client_faults, a_signature_refused_because_of_the_clock_says_by_how_much_it_is_off) {
    // The client's clock stands at 03:04:05.
    serve({{error_answer(400, "com.amazon.coral.service#InvalidSignatureException",
                         "Date: Fri, 02 Jan 2026 04:04:05 GMT\r\n")}});
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), service_errc::invalid_signature);
    EXPECT_THAT(f.message(), HasSubstr("clock is 60 min behind"));
    EXPECT_THAT(f.details().next_step, HasSubstr("set this machine's clock"));
    EXPECT_EQ(requests(), 2u);
}

TEST_F(client_faults, a_signature_refused_for_another_reason_offers_the_tool_that_explains_it) {
    for (char const* date : {"", "Date: Fri, 02 Jan 2026 03:05:00 GMT\r\n", "Date: whenever\r\n"}) {
        serve({{error_answer(400, "com.amazon.coral.service#InvalidSignatureException", date)}});
        auto const f = failure_of_get();
        EXPECT_EQ(f.code(), condition::unauthorized);
        EXPECT_THAT(f.details().next_step, HasSubstr("ddbsnap sign"));
        EXPECT_THAT(f.message(), testing::Not(HasSubstr("clock is")));
    }
}

TEST_F(client_faults, calls_at_the_same_time_do_not_disturb_each_other) {
    serve({{found_item()}, {http_answer(500, "")}, {found_item()}});
    std::vector<test::running<get_item_output>> operations;
    for (int i = 0; i < 8; ++i) operations.emplace_back(io, client->get_item(get_request()));
    for (auto& operation : operations) EXPECT_TRUE(operation.wait());
    EXPECT_EQ(requests(), 9u);
}

}  // namespace
}  // namespace ddbsnap
