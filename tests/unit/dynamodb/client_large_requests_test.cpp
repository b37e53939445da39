// Requests that are too large for the loop: they are the same as small ones, made ready elsewhere.

#include "core/encoding.hpp"
#include "support/large_fixture.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <memory>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::held_blocking_thread;

struct client_large_requests : test::large_fixture {
    test::running<put_item_output> start_put() { return {io, client->put_item(put_of(text))}; }
    // The one request that was sent.
    void expect_body(std::string_view json) {
        ASSERT_EQ(requests(), 1u);
        auto const& r = server->requests().front();
        EXPECT_TRUE(r.body == json) << r.body.substr(0, 200);
        EXPECT_EQ(r.header("Content-Length"), std::to_string(json.size()));
        EXPECT_EQ(r.header("Authorization"), signature_of(r));
    }
};

TEST_F(client_large_requests, a_put_is_a_complete_and_correctly_signed_message) {
    serve({{dynamodb_answer(200, "{}")}});
    EXPECT_TRUE(run(client->put_item(put_of(text))));
    expect_body(
        fmt::format(R"({{"TableName":"T","Item":{{"b":{{"S":"{}"}},"k":{{"S":"v"}}}}}})", text_in_json));
}

TEST_F(client_large_requests, a_put_of_bytes_is_one_as_well) {
    serve({{dynamodb_answer(200, "{}")}});
    put_item_request r;
    r.table = "T";
    r.item = {{"b", binary{text}}};
    EXPECT_TRUE(run(client->put_item(r)));
    expect_body(fmt::format(R"({{"TableName":"T","Item":{{"b":{{"B":"{}"}}}}}})", to_base64(text)));
}

TEST_F(client_large_requests, an_update_is_one_as_well) {
    serve({{dynamodb_answer(200, "{}")}});
    update_item_request r;
    r.table = "T";
    r.key = {{"k", "v"}};
    r.update = "SET b = :b";
    r.values = {{":b", text}};
    EXPECT_TRUE(run(client->update_item(r)));
    expect_body(fmt::format(R"({{"TableName":"T","Key":{{"k":{{"S":"v"}}}},"UpdateExpression":"SET b = :b",)"
                            R"("ExpressionAttributeValues":{{":b":{{"S":"{}"}}}}}})",
                            text_in_json));
}

TEST_F(client_large_requests, a_batch_of_writes_is_one_as_well) {
    serve({{dynamodb_answer(200, "{}")}});
    batch_write_request r;
    for (auto const* key : {"v", "w"}) r.tables["T"].push_back(write_request::put({{"b", text}, {"k", key}}));
    EXPECT_TRUE(run(client->batch_write_item(r)));
    auto const one = [](auto const* key) {
        return fmt::format(R"({{"PutRequest":{{"Item":{{"b":{{"S":"{}"}},"k":{{"S":"{}"}}}}}}}})",
                           text_in_json, key);
    };
    expect_body(fmt::format(R"({{"RequestItems":{{"T":[{},{}]}}}})", one("v"), one("w")));
}

TEST_F(client_large_requests, a_transaction_is_one_as_well) {
    serve({{dynamodb_answer(200, "{}")}});
    transact_write_request r;
    r.client_request_token = "token";
    auto& action = r.actions.emplace_back();
    action.table = "T";
    action.content = {{"b", text}};
    EXPECT_TRUE(run(client->transact_write_items(r)));
    expect_body(
        fmt::format(R"({{"TransactItems":[{{"Put":{{"TableName":"T","Item":{{"b":{{"S":"{}"}}}}}}}}],)"
                    R"("ClientRequestToken":"token"}})",
                    text_in_json));
}

TEST_F(client_large_requests, a_call_with_json_is_one_as_well_and_gets_its_large_answer) {
    serve({{dynamodb_answer(200, large_item())}});
    auto const json = fmt::format(R"({{"TableName":"T","Whatever":"{}"}})", text_in_json);
    auto const got = run(client->call("PutItem", json));
    ASSERT_TRUE(got);
    EXPECT_TRUE(*got == large_item());
    expect_body(json);
}

TEST_F(client_large_requests, every_attempt_sends_the_same_body) {
    serve({{dynamodb_answer(500, "")}, {dynamodb_answer(200, "{}")}});
    EXPECT_TRUE(run(client->put_item(put_of(text))));
    ASSERT_EQ(requests(), 2u);
    for (auto const& r : server->requests()) {
        EXPECT_EQ(r.header("Authorization"), signature_of(r));
    }
    EXPECT_TRUE(server->requests()[0].body == server->requests()[1].body);
}

TEST_F(client_large_requests, a_put_does_not_hold_up_the_loop_nor_small_ones) {
    serve({{dynamodb_answer(200, "{}")}});
    held_blocking_thread held;
    auto large = start_put();
    EXPECT_TRUE(run(client->put_item(put_of("small"))));
    go_on();
    EXPECT_FALSE(large.is_done());
    EXPECT_EQ(requests(), 1u);
    held.let_go();
    EXPECT_TRUE(large.wait());
    EXPECT_EQ(requests(), 2u);
}

TEST_F(client_large_requests, a_put_that_is_cancelled_before_it_is_ready_is_not_sent) {
    serve({{dynamodb_answer(200, "{}")}});
    held_blocking_thread held;
    auto put = start_put();
    go_on();
    put.cancel();
    go_on();
    held.let_go();
    auto const got = put.wait();
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), errc::operation_aborted);
    EXPECT_EQ(got.error().details().attempts, 0);
    EXPECT_FALSE(got.error().details().may_have_been_applied);
    EXPECT_EQ(server->connections(), 0);
}

TEST_F(client_large_requests, the_time_until_a_put_is_ready_is_part_of_the_calls_time) {
    options.overall_timeout = std::chrono::milliseconds(1);
    serve({{dynamodb_answer(200, "{}")}});
    held_blocking_thread held;
    auto put = start_put();
    go_on();
    auto const late = std::chrono::steady_clock::now() + options.overall_timeout;
    while (std::chrono::steady_clock::now() < late) {
    }
    held.let_go();
    auto const got = put.wait();
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), errc::timeout);
    EXPECT_EQ(requests(), 0u);
}

TEST_F(client_large_requests, a_client_may_go_before_its_put_is_ready) {
    serve({{dynamodb_answer(200, "{}")}});
    held_blocking_thread held;
    auto put = start_put();
    go_on();
    client.reset();
    held.let_go();
    EXPECT_TRUE(put.wait());
    EXPECT_EQ(requests(), 1u);
}

TEST_F(client_large_requests, a_loop_may_go_while_a_put_is_being_made_ready) {
    for (int i = 0; i < 20; ++i) {
        auto loop = std::make_unique<boost::asio::io_context>();
        options.config.endpoint_url = {"http://127.0.0.1:9", "test"};
        options.credentials = static_credentials(keys);
        auto of_loop =
            std::make_unique<dynamodb_client>(dynamodb_client::open(loop->get_executor(), options).value());
        test::running<put_item_output> put(*loop, of_loop->put_item(put_of(text)));
        held_blocking_thread held;
        loop->poll();
        if (i % 2 == 0) of_loop.reset();
        held.let_go();
        of_loop.reset();
        loop.reset();
        EXPECT_FALSE(put.is_done());
    }
}

}  // namespace
}  // namespace ddbsnap
