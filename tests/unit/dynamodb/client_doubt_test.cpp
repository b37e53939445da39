// A write that failed may have been carried out all the same: who calls must hear of it.

#include "support/client_fixture.hpp"
#include "support/odd_ports.hpp"

#include <fmt/format.h>
#include <functional>
#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::http_answer;
using test::reaction;
using testing::HasSubstr;
using enum reaction::ending;
using namespace std::chrono_literals;

class client_doubt : public test::client_fixture {
   protected:
    client_doubt() {
        options.attempt_timeout = 300ms;
        options.max_attempts = 2;
    }
    static std::string refusal(char const* name, int status = 400) {
        return dynamodb_answer(status, fmt::format(R"({{"__type":"a#{}","message":"m"}})", name));
    }
    static put_item_request put_request() {
        put_item_request request;
        request.table = "T";
        request.item = {{"k", "v"}};
        return request;
    }
    failure failure_of_put() {
        auto done = run(client->put_item(put_request()));
        EXPECT_FALSE(done);
        return done ? failure(errc::not_supported, "it succeeded") : std::move(done).error();
    }
    bool doubt_of_put() { return failure_of_put().details().may_have_been_applied; }
};

TEST_F(client_doubt, is_left_by_every_end_but_a_refusal) {
    struct row {
        char const* what;
        reaction does;
        bool doubt;
    };
    row const rows[]{
        {"no answer in time", {.after = hang}, true},
        {"closed without an answer", {.after = close}, true},
        {"reset without an answer", {.after = reset}, true},
        {"half an answer",
         {.send = refusal("ValidationException"), .after = close, .send_at_most = 30},
         true},
        {"500", {refusal("InternalServerError", 500)}, true},
        {"500 without a body", {http_answer(500, "")}, true},
        {"503", {http_answer(503, "<html>")}, true},
        {"505", {http_answer(505, "")}, true},
        {"wrong checksum", {http_answer(200, "{}", "x-amz-crc32: 1\r\n")}, true},
        {"wrong checksum of a refusal", {http_answer(400, "{}", "x-amz-crc32: 1\r\n")}, true},
        {"not JSON", {http_answer(200, "<html>")}, true},
        {"not the shape", {http_answer(200, R"({"Attributes":7})")}, true},
        {"not HTTP", {.send = "SMTP\r\n\r\n", .after = close}, true},
        {"still going on", {refusal("TransactionInProgressException")}, true},
        {"invalid", {refusal("ValidationException")}, false},
        {"throttled", {refusal("ThrottlingException")}, false},
        {"condition", {refusal("ConditionalCheckFailedException")}, false},
        {"no table", {refusal("ResourceNotFoundException")}, false},
        {"413", {http_answer(413, "")}, false},
        {"429", {http_answer(429, "")}, false},
        {"redirected", {http_answer(301, "")}, false},
    };
    for (auto const& row : rows) {
        serve({row.does});
        EXPECT_EQ(doubt_of_put(), row.doubt) << row.what;
    }
}

TEST_F(client_doubt, is_not_left_where_nothing_was_sent) {
    connect_to(fmt::format("http://127.0.0.1:{}", test::closed_port()));
    EXPECT_FALSE(doubt_of_put());
    auto request = put_request();
    request.item["k"] = std::string(500'000, 'x');
    EXPECT_FALSE(run(client->put_item(request)).error().details().may_have_been_applied);
}

TEST_F(client_doubt, of_an_earlier_attempt_stays_with_a_later_refusal) {
    // It may be the client's own first attempt that the condition does not hold against.
    for (auto const& first : {reaction{.after = close}, reaction{http_answer(500, "")}}) {
        serve({first, {refusal("ConditionalCheckFailedException")}});
        auto const f = failure_of_put();
        EXPECT_EQ(f.code(), service_errc::conditional_check_failed);
        EXPECT_TRUE(f.details().may_have_been_applied);
        EXPECT_THAT(f.to_string(), HasSubstr("may have been applied"));
    }
    serve({{refusal("ThrottlingException")}, {refusal("ConditionalCheckFailedException")}});
    EXPECT_FALSE(doubt_of_put());
}

TEST_F(client_doubt, ends_with_a_success) {
    serve({{http_answer(500, "")}, {dynamodb_answer(200, "{}")}});
    EXPECT_TRUE(run(client->put_item(put_request())));
}

TEST_F(client_doubt, is_left_by_a_call_that_is_cancelled_after_it_was_sent) {
    serve({{.after = hang}});
    options.attempt_timeout = 5s;
    connect_to(server->url());
    test::running<put_item_output> operation(io, client->put_item(put_request()));
    test::run_until(io, [&] { return requests() == 1; });
    operation.cancel();
    auto const f = operation.wait().error();
    EXPECT_EQ(f.code(), errc::operation_aborted);
    EXPECT_TRUE(f.details().may_have_been_applied);
}

TEST_F(client_doubt, is_left_by_every_operation_that_writes_and_by_no_other) {
    auto const doubt_of = [&](auto operation) {
        auto done = run(std::move(operation));
        EXPECT_FALSE(done);
        return !done && done.error().details().may_have_been_applied;
    };
    serve({{http_answer(500, "")}});
    batch_write_request batch;
    batch.tables["T"] = {write_request::put({{"k", "v"}})};
    transact_write_request transaction;
    transaction.actions.resize(1);
    EXPECT_TRUE(doubt_of(client->put_item(put_request())));
    EXPECT_TRUE(doubt_of(client->update_item({})));
    EXPECT_TRUE(doubt_of(client->delete_item({})));
    EXPECT_TRUE(doubt_of(client->batch_write_item(batch)));
    EXPECT_TRUE(doubt_of(client->transact_write_items(transaction)));
    EXPECT_TRUE(doubt_of(client->create_table({})));
    EXPECT_TRUE(doubt_of(client->delete_table("T")));
    EXPECT_TRUE(doubt_of(client->update_time_to_live("T", "t", true)));
    for (auto const* write : {"ExecuteStatement", "UpdateTable", "TagResource", "RestoreTableFromBackup"})
        EXPECT_TRUE(doubt_of(client->call(write, "{}"))) << write;
    EXPECT_FALSE(doubt_of(client->get_item(get_request())));
    EXPECT_FALSE(doubt_of(client->query({})));
    EXPECT_FALSE(doubt_of(client->scan({})));
    EXPECT_FALSE(doubt_of(client->batch_get_item({})));
    EXPECT_FALSE(doubt_of(client->describe_table("T")));
    EXPECT_FALSE(doubt_of(client->describe_time_to_live("T")));
    EXPECT_FALSE(doubt_of(client->list_tables()));
    for (auto const* read : {"TransactGetItems", "DescribeLimits", "ListTagsOfResource"})
        EXPECT_FALSE(doubt_of(client->call(read, "{}"))) << read;
}

}  // namespace
}  // namespace ddbsnap
