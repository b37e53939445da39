// A second request beside a read that is slow.

#include "support/client_fixture.hpp"
#include "support/event_record.hpp"

#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::found_item;
using test::http_answer;
using test::reaction;
using enum reaction::ending;
using namespace std::chrono_literals;

// So many reads before the client knows what is slow.
constexpr std::size_t usual = 32;

class client_hedging : public test::client_fixture {
   protected:
    client_hedging() {
        options.observer = record;
        options.hedging = {90, 20ms, 0.1};
        options.max_attempts = 1;
    }

    /// The usual reads, then these.
    void serve_then(std::vector<reaction> rest) {
        std::vector<reaction> script(usual, reaction{found_item()});
        script.insert(script.end(), rest.begin(), rest.end());
        serve(std::move(script));
        for (std::size_t i = 0; i < usual; ++i) EXPECT_TRUE(get());
        record->attempts.clear();
        record->calls.clear();
    }
    std::size_t requests_after() const { return requests() - usual; }

    std::shared_ptr<test::event_record> record = std::make_shared<test::event_record>();
};

TEST_F(client_hedging, a_slow_read_is_sent_again_and_the_answer_that_comes_counts) {
    serve_then({{.after = hang}, {found_item()}});
    EXPECT_TRUE(get());
    EXPECT_EQ(requests_after(), 2u);
    EXPECT_EQ(server->requests()[usual].body, server->requests()[usual + 1].body);
    ASSERT_EQ(record->attempts.size(), 2u);
    auto const& loser = record->attempts[0];
    EXPECT_FALSE(loser.is_hedge);
    EXPECT_EQ(loser.outcome, errc::operation_aborted);
    EXPECT_GE(loser.duration, 20ms);
    auto const& winner = record->attempts[1];
    EXPECT_TRUE(winner.is_hedge);
    EXPECT_FALSE(winner.outcome);
    ASSERT_EQ(record->calls.size(), 1u);
    EXPECT_EQ(record->calls[0].attempts, 2);
}

TEST_F(client_hedging, the_next_read_gets_its_own_answer) {
    serve_then({{.after = hang}, {found_item()}, {dynamodb_answer(200, "{}")}});
    EXPECT_TRUE(get()->item);
    EXPECT_FALSE(get()->item);
    EXPECT_EQ(requests_after(), 3u);
}

TEST_F(client_hedging, when_both_fail_the_first_ones_failure_counts) {
    options.attempt_timeout = 400ms;
    serve_then({{.after = hang}, {http_answer(500, "")}});
    EXPECT_EQ(failure_of_get().code(), errc::timeout);
    EXPECT_EQ(requests_after(), 2u);
}

TEST_F(client_hedging, a_refusal_that_will_not_change_ends_the_read) {
    serve_then({{.after = hang}, {dynamodb_answer(400, R"({"__type":"a#ValidationException"})")}});
    EXPECT_EQ(failure_of_get().code(), service_errc::validation);
    EXPECT_EQ(requests_after(), 2u);
}

TEST_F(client_hedging, cancelling_the_read_cancels_both) {
    serve_then({{.after = hang}, {.after = hang}, {found_item()}});
    test::running<get_item_output> operation(io, client->get_item(get_request()));
    test::run_until(io, [&] { return requests_after() == 2; });
    EXPECT_FALSE(operation.is_done());
    operation.cancel();
    EXPECT_EQ(operation.wait().error().code(), errc::operation_aborted);
    EXPECT_EQ(record->attempts.size(), 2u);
    EXPECT_TRUE(get());
    EXPECT_EQ(requests_after(), 3u);
}

TEST_F(client_hedging, cancelling_the_read_before_it_is_slow_sends_no_second_one) {
    options.hedging.at_least = 5s;
    serve_then({{.after = hang}, {found_item()}});
    test::running<get_item_output> operation(io, client->get_item(get_request()));
    test::run_until(io, [&] { return requests_after() == 1; });
    operation.cancel();
    EXPECT_EQ(operation.wait().error().code(), errc::operation_aborted);
    EXPECT_TRUE(get());
    EXPECT_EQ(requests_after(), 2u);
}

TEST_F(client_hedging, no_more_are_sent_than_the_budget_has) {
    options.hedging.most = 0.01;
    options.attempt_timeout = 400ms;
    serve_then({{.after = hang}});
    EXPECT_EQ(failure_of_get().code(), errc::timeout);
    EXPECT_EQ(requests_after(), 1u);
}

TEST_F(client_hedging, nothing_is_sent_twice_before_it_is_known_what_is_slow) {
    options.attempt_timeout = 400ms;
    serve({{.after = hang}});
    EXPECT_EQ(failure_of_get().code(), errc::timeout);
    EXPECT_EQ(requests(), 1u);
}

TEST_F(client_hedging, writes_and_other_reads_are_never_sent_twice) {
    options.attempt_timeout = 400ms;
    serve_then({{.after = hang}});
    put_item_request put;
    put.item = {{"k", "v"}};
    EXPECT_EQ(run(client->put_item(put)).error().code(), errc::timeout);
    EXPECT_EQ(run(client->scan({})).error().code(), errc::timeout);
    EXPECT_EQ(requests_after(), 2u);
}

TEST_F(client_hedging, is_off_unless_asked_for) {
    options.hedging = {};
    options.attempt_timeout = 400ms;
    serve_then({{.after = hang}});
    EXPECT_EQ(failure_of_get().code(), errc::timeout);
    EXPECT_EQ(requests_after(), 1u);
}

}  // namespace
}  // namespace ddbsnap
