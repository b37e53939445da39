#include "support/client_fixture.hpp"

#include <ddbsnap/batch.hpp>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <set>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::http_answer;
using test::reaction;
using testing::ElementsAre;
using testing::HasSubstr;
using enum reaction::ending;
using namespace std::chrono_literals;

std::string unprocessed(std::vector<std::string> const& keys, std::string_view more = "") {
    std::string requests;
    for (auto const& key : keys)
        requests += fmt::format(R"({}{{"PutRequest":{{"Item":{{"k":{{"S":"{}"}}}}}}}})",
                                requests.empty() ? "" : ",", key);
    return dynamodb_answer(200, fmt::format(R"({{"UnprocessedItems":{{"T":[{}]}}{}}})", requests, more));
}

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++n;
    return n;
}

class batch : public test::client_fixture {
   protected:
    batch() {
        how.random = [] { return 0.0; };
        how.progress = [this](std::size_t done, std::size_t) { progress.push_back(done); };
    }
    static std::string key(int i) { return fmt::format("key-{:03}", i); }
    static batch_write_request puts(int n) {
        batch_write_request request;
        for (int i = 0; i < n; ++i) request.tables["T"].push_back(write_request::put({{"k", key(i)}}));
        return request;
    }
    batch_write_outcome write(batch_write_request request) {
        return run(batch_write_all(*client, std::move(request), how)).value();
    }
    std::string const& body(std::size_t i) const { return server->requests().at(i).body; }

    batch_options how;
    std::vector<std::size_t> progress;
};

TEST_F(batch, of_any_number_of_writes_goes_in_requests_of_25) {
    serve({{dynamodb_answer(200, "{}")}});
    auto const outcome = write(puts(60));
    EXPECT_TRUE(outcome.is_complete());
    EXPECT_TRUE(outcome.not_done.empty());
    ASSERT_EQ(requests(), 3u);
    EXPECT_EQ(count(body(0), "PutRequest"), 25u);
    EXPECT_EQ(count(body(1), "PutRequest"), 25u);
    EXPECT_EQ(count(body(2), "PutRequest"), 10u);
    std::string all;
    for (auto const& request : server->requests()) all += request.body;
    for (int i = 0; i < 60; ++i) EXPECT_EQ(count(all, key(i)), 1u) << i;
    EXPECT_THAT(progress, ElementsAre(25, 50, 60));
}

TEST_F(batch, of_nothing_sends_nothing) {
    serve({{dynamodb_answer(200, "{}")}});
    EXPECT_TRUE(write({}).is_complete());
    EXPECT_EQ(requests(), 0u);
}

TEST_F(batch, what_is_unprocessed_is_sent_again) {
    serve({{unprocessed({key(1), key(2)})}, {unprocessed({key(2)})}, {dynamodb_answer(200, "{}")}});
    EXPECT_TRUE(write(puts(3)).is_complete());
    ASSERT_EQ(requests(), 3u);
    EXPECT_EQ(count(body(1), "PutRequest"), 2u);
    EXPECT_EQ(count(body(2), "PutRequest"), 1u);
    EXPECT_THAT(body(2), HasSubstr(key(2)));
    EXPECT_THAT(progress, ElementsAre(1, 2, 3));
}

TEST_F(batch, that_comes_to_nothing_ends_out_of_patience_and_gives_back_what_is_left) {
    how.patience = 3;
    serve({{unprocessed({key(0), key(1)})}});
    auto const outcome = write(puts(2));
    ASSERT_TRUE(outcome.stopped_by);
    EXPECT_EQ(outcome.stopped_by->code(), condition::throttled);
    EXPECT_THAT(outcome.stopped_by->message(), HasSubstr("2 of 2"));
    ASSERT_EQ(outcome.not_done.count("T"), 1u);
    EXPECT_EQ(outcome.not_done.at("T").size(), 2u);
    EXPECT_EQ(requests(), 3u);
}

TEST_F(batch, that_is_throttled_altogether_is_sent_again) {
    options.max_attempts = 1;
    serve({{dynamodb_answer(400, R"({"__type":"a#ProvisionedThroughputExceededException"})")},
           {dynamodb_answer(200, "{}")}});
    EXPECT_TRUE(write(puts(2)).is_complete());
    EXPECT_EQ(requests(), 2u);
    EXPECT_EQ(body(0), body(1));
}

TEST_F(batch, that_fails_otherwise_stops_with_everything_that_is_left) {
    serve({{dynamodb_answer(200, "{}")}, {dynamodb_answer(400, R"({"__type":"a#ValidationException"})")}});
    auto const outcome = write(puts(30));
    ASSERT_TRUE(outcome.stopped_by);
    EXPECT_EQ(outcome.stopped_by->code(), service_errc::validation);
    ASSERT_EQ(outcome.not_done.count("T"), 1u);
    std::set<std::string> left;
    for (auto const& request : outcome.not_done.at("T")) left.emplace(string_of(request.content, "k"));
    EXPECT_EQ(left, (std::set<std::string>{key(25), key(26), key(27), key(28), key(29)}));
}

TEST_F(batch, ends_with_its_time_also_while_a_request_is_under_way) {
    how.overall_timeout = 40ms;
    serve({{.after = hang}});
    auto const outcome = write(puts(2));
    ASSERT_TRUE(outcome.stopped_by);
    EXPECT_EQ(outcome.stopped_by->code(), errc::timeout);
    EXPECT_TRUE(outcome.stopped_by->details().may_have_been_applied);
    EXPECT_EQ(outcome.not_done.at("T").size(), 2u);
}

TEST_F(batch, does_not_wait_for_a_pause_that_would_end_after_its_time) {
    how.overall_timeout = 200ms;
    how.random = [] { return 1.0; };
    serve({{unprocessed({key(0)})}});
    auto const outcome = write(puts(1));
    EXPECT_EQ(outcome.stopped_by->code(), errc::timeout);
    EXPECT_GE(requests(), 2u);
    EXPECT_LE(requests(), 3u);  // pauses of 50 and 100 ms; 200 ms are too many
}

TEST_F(batch, that_is_cancelled_says_what_was_not_done) {
    serve({{dynamodb_answer(200, "{}")}, {.after = hang}});
    test::running<batch_write_outcome> operation(io, batch_write_all(*client, puts(30), how));
    test::run_until(io, [&] { return requests() == 2; });
    operation.cancel();
    auto const outcome = operation.wait().value();
    EXPECT_EQ(outcome.stopped_by->code(), errc::operation_aborted);
    EXPECT_EQ(outcome.not_done.at("T").size(), 5u);
}

TEST_F(batch, with_an_item_that_no_table_takes_writes_nothing) {
    serve({{dynamodb_answer(200, "{}")}});
    auto request = puts(30);
    request.tables["T"].push_back(write_request::put({{"k", std::string(max_item_size, 'x')}}));
    auto const outcome = run(batch_write_all(*client, request, how));
    EXPECT_EQ(outcome.error().code(), errc::item_too_large);
    EXPECT_EQ(requests(), 0u);
}

TEST_F(batch, sums_up_capacity_by_table) {
    auto const used = R"(,"ConsumedCapacity":[{"TableName":"T","CapacityUnits":2.5}])";
    serve({{unprocessed({key(0)}, used)}, {dynamodb_answer(200, fmt::format("{{{}}}", used + 1))}});
    auto request = puts(2);
    request.capacity = return_capacity::total;
    auto const outcome = write(request);
    ASSERT_EQ(outcome.capacity.size(), 1u);
    EXPECT_EQ(outcome.capacity[0].table, "T");
    EXPECT_EQ(outcome.capacity[0].units, 5);
    EXPECT_THAT(body(1), HasSubstr("ReturnConsumedCapacity"));
}

TEST_F(batch, of_any_number_of_reads_goes_in_requests_of_100_with_what_was_asked_of_each_table) {
    serve(
        {{dynamodb_answer(
             200,
             R"({"Responses":{"T":[{"k":{"S":"a"}}]},"UnprocessedKeys":{"T":{"Keys":[{"k":{"S":"x"}}]}}})")},
         {dynamodb_answer(200, R"({"Responses":{"T":[{"k":{"S":"b"}}]}})")}});
    batch_get_request request;
    for (int i = 0; i < 150; ++i) request.tables["T"].keys.push_back({{"k", key(i)}});
    request.tables["T"].consistent = true;
    request.tables["T"].projection = "k";
    auto const outcome = run(batch_get_all(*client, request, how)).value();
    EXPECT_TRUE(outcome.is_complete());
    ASSERT_EQ(requests(), 2u);
    EXPECT_EQ(count(body(0), "key-"), 100u);
    EXPECT_EQ(count(body(1), "key-"), 50u);
    EXPECT_EQ(count(body(1), R"("S":"x")"), 1u);
    for (auto const& sent : server->requests()) {
        EXPECT_THAT(sent.body, HasSubstr(R"("ConsistentRead":true)"));
        EXPECT_THAT(sent.body, HasSubstr("ProjectionExpression"));
    }
    EXPECT_EQ(outcome.items.at("T").size(), 2u);
}

TEST_F(batch, of_reads_gives_back_the_keys_that_were_not_read) {
    serve({{dynamodb_answer(400, R"({"__type":"a#ResourceNotFoundException"})")}});
    batch_get_request request;
    request.tables["T"].keys = {{{"k", "a"}}};
    request.tables["T"].consistent = true;
    auto const outcome = run(batch_get_all(*client, request, how)).value();
    EXPECT_EQ(outcome.stopped_by->code(), condition::not_found);
    EXPECT_EQ(outcome.not_done.at("T").keys.size(), 1u);
    EXPECT_TRUE(outcome.not_done.at("T").consistent);
}

}  // namespace
}  // namespace ddbsnap
