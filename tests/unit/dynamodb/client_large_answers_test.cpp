// Answers that are too large for the loop: they are the same as small ones, read elsewhere.

#include "support/compressed.hpp"
#include "support/event_record.hpp"
#include "support/large_fixture.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <memory>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::held_blocking_thread;
using testing::HasSubstr;

struct client_large_answers : test::large_fixture {
    client_large_answers() { options.observer = record; }

    // A read whose answer has come.
    test::running<get_item_output> start_get() {
        test::running<get_item_output> reading(io, client->get_item(get_request()));
        test::run_until(io, [&] { return record->attempts.size() == 1; });
        return reading;
    }

    std::shared_ptr<test::event_record> record = std::make_shared<test::event_record>();
};

TEST_F(client_large_answers, a_client_may_go_before_its_answer_comes) {
    bool has_come = false;
    serve({{.send = dynamodb_answer(200, large_item()), .when_read = [&] { has_come = true; }}});
    test::running<get_item_output> reading(io, client->get_item(get_request()));
    test::run_until(io, [&] { return has_come; });
    client.reset();
    EXPECT_TRUE(string_of(*reading.wait().value().item, "b") == text);
}

TEST_F(client_large_answers, an_answer_is_read_elsewhere_and_a_small_one_is_not) {
    serve({{dynamodb_answer(200, large_item())}, {test::found_item()}});
    held_blocking_thread held;
    auto reading = start_get();
    EXPECT_TRUE(get());
    EXPECT_FALSE(reading.is_done());
    held.let_go();
    EXPECT_TRUE(string_of(*reading.wait().value().item, "b") == text);
}

// The item was found: what is thrown away for a cancellation that late is thrown away by the caller.
TEST_F(client_large_answers, an_answer_that_has_come_is_told_although_its_call_is_cancelled) {
    serve({{dynamodb_answer(200, large_item())}});
    held_blocking_thread held;
    auto reading = start_get();
    reading.cancel();
    go_on();
    held.let_go();
    EXPECT_TRUE(reading.wait());
}

TEST_F(client_large_answers, an_answer_that_was_changed_on_the_way_is_asked_for_again) {
    auto changed = dynamodb_answer(200, large_item());
    changed[changed.size() - 100'000] = 'y';
    serve({{changed}, {dynamodb_answer(200, large_item())}});
    EXPECT_TRUE(string_of(*get().value().item, "b") == text);
    EXPECT_EQ(requests(), 2u);
}

TEST_F(client_large_answers, an_answer_that_is_no_json_fails_as_a_small_one_does) {
    serve({{dynamodb_answer(200, large_item() + "}")}});
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), errc::malformed_response);
    EXPECT_THAT(f.message(), HasSubstr("GetItem"));
    EXPECT_EQ(f.details().http_status, 200);
    EXPECT_EQ(f.details().attempts, 1);
}

TEST_F(client_large_answers, a_compressed_answer_is_expanded_elsewhere) {
    options.accept_gzip = true;
    std::string mixed;  // which shrinks less than one letter does
    for (int i = 0; i < 20'000; ++i) mixed += std::to_string(i);
    auto const json = fmt::format(R"({{"Item":{{"b":{{"S":"{}"}}}}}})", mixed);
    bool has_come = false;
    serve({{.send = dynamodb_answer(200, test::gzip(json), "Content-Encoding: gzip\r\n"),
            .when_read = [&] { has_come = true; }}});
    held_blocking_thread held;
    test::running<get_item_output> reading(io, client->get_item(get_request()));
    test::run_until(io, [&] { return has_come; });
    go_on();
    EXPECT_FALSE(reading.is_done());
    held.let_go();
    EXPECT_TRUE(string_of(*reading.wait().value().item, "b") == mixed);
}

TEST_F(client_large_answers, an_error_is_told_as_a_small_one_is) {
    std::string const old(60'000, 'x');
    auto const error = fmt::format(
        R"({{"__type":"a#ConditionalCheckFailedException","message":"because","Item":{{"b":{{"S":"{}"}}}}}})",
        old);
    serve({{dynamodb_answer(400, error)}});
    auto const got = run(client->put_item(put_of("new")));
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), service_errc::conditional_check_failed);
    EXPECT_THAT(got.error().message(), HasSubstr("because"));
    EXPECT_TRUE(string_of(conflicting_item(got.error()).value(), "b") == old);
}

}  // namespace
}  // namespace ddbsnap
