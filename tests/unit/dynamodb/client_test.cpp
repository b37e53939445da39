// What dynamodb_client puts on the wire, and what it makes of good answers.

#include "support/client_fixture.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::found_item;
using testing::ElementsAre;
using testing::HasSubstr;

using client_test = test::client_fixture;

TEST_F(client_test, a_request_is_a_complete_and_correctly_signed_message) {
    serve({{found_item()}});
    auto const got = get().value();
    EXPECT_EQ(string_of(got.item.value(), "k"), "v");
    ASSERT_EQ(requests(), 1u);
    auto const& r = server->requests().front();
    EXPECT_EQ(r.request_line(), "POST / HTTP/1.1");
    EXPECT_EQ(r.header("Host"), fmt::format("127.0.0.1:{}", server->port()));
    EXPECT_EQ(r.header("Content-Type"), "application/x-amz-json-1.0");
    EXPECT_EQ(r.header("X-Amz-Target"), "DynamoDB_20120810.GetItem");
    EXPECT_EQ(r.header("X-Amz-Date"), "20260102T030405Z");
    EXPECT_EQ(r.header("Content-Length"), std::to_string(r.body.size()));
    EXPECT_EQ(r.header("X-Amz-Security-Token"), std::nullopt);
    EXPECT_EQ(r.body, R"({"TableName":"T","Key":{"k":{"S":"v"}}})");
    EXPECT_EQ(r.header("Authorization"), signature_of(r));
    EXPECT_THAT(r.head, testing::Not(HasSubstr("wJalrXUtnFEMI")));
}

TEST_F(client_test, a_session_token_is_sent_and_signed) {
    keys.session_token = secret_string("FwoGZXIvYXdzE/token==");
    serve({{found_item()}});
    EXPECT_TRUE(get());
    auto const& r = server->requests().front();
    EXPECT_EQ(r.header("X-Amz-Security-Token"), "FwoGZXIvYXdzE/token==");
    EXPECT_THAT(r.header("Authorization").value(), HasSubstr("x-amz-security-token"));
    EXPECT_EQ(r.header("Authorization"), signature_of(r));
}

TEST_F(client_test, an_https_endpoint_is_verified_with_the_configured_bundle) {
    test::certificate_authority ca;
    test::temporary_file bundle(ca.pem());
    options.config.ca_bundle = {bundle.path(), "test"};
    serve({{found_item()}}, ca.issue());
    EXPECT_TRUE(get());
    EXPECT_TRUE(get());
    EXPECT_EQ(server->connections(), 1);
}

TEST_F(client_test, an_untrusted_certificate_is_refused_without_another_attempt) {
    test::certificate_authority ours, theirs;
    test::temporary_file bundle(ours.pem());
    options.config.ca_bundle = {bundle.path(), "test"};
    serve({{found_item()}}, theirs.issue());
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), errc::certificate_rejected);
    EXPECT_EQ(f.details().attempts, 1);
    EXPECT_EQ(server->connections(), 1);
}

TEST_F(client_test, credentials_with_a_line_end_are_refused_before_anything_is_sent) {
    for (bool in_token : {false, true}) {
        keys.access_key_id = in_token ? "AKIDEXAMPLE" : "AKIDEXAMPLE\r\nX-Evil: 1";
        keys.session_token = secret_string(in_token ? "hush\n" : "");
        serve({{found_item()}});
        auto const f = failure_of_get();
        EXPECT_EQ(f.code(), errc::credentials_failed);
        EXPECT_THAT(f.message(), HasSubstr("the test"));
        EXPECT_THAT(f.to_string(), testing::Not(HasSubstr("hush")));
        EXPECT_EQ(f.details().attempts, 0);
        EXPECT_EQ(server->connections(), 0);
    }
}

TEST_F(client_test, an_item_above_the_limit_is_refused_without_a_request) {
    serve({{dynamodb_answer(200, "{}")}});
    auto const item_of = [](std::size_t size) {
        return item{{"k", std::string(size - 1, 'x')}};  // the name counts, too
    };
    put_item_request request;
    request.table = "T";
    request.item = item_of(409'600);
    EXPECT_TRUE(run(client->put_item(request)));
    request.item = item_of(409'601);
    auto const one = run(client->put_item(request));
    EXPECT_EQ(one.error().code(), errc::item_too_large);
    EXPECT_THAT(one.error().message(), HasSubstr("409601"));
    batch_write_request batch;
    batch.tables["T"] = {write_request::put(item_of(10)), write_request::put(item_of(409'601))};
    EXPECT_EQ(run(client->batch_write_item(batch)).error().code(), errc::item_too_large);
    EXPECT_EQ(requests(), 1u);
}

TEST_F(client_test, a_transaction_keeps_its_token_across_attempts_and_each_has_its_own) {
    serve({{dynamodb_answer(500, "")}, {dynamodb_answer(200, "{}")}});
    transact_write_request request;
    auto& action = request.actions.emplace_back();
    action.table = "T";
    action.content = {{"k", "v"}};
    EXPECT_TRUE(run(client->transact_write_items(request)));
    EXPECT_TRUE(run(client->transact_write_items(request)));
    ASSERT_EQ(requests(), 3u);
    auto const& sent = server->requests();
    EXPECT_THAT(sent[0].body, HasSubstr("\"ClientRequestToken\":\""));
    EXPECT_EQ(sent[0].body, sent[1].body);
    EXPECT_NE(sent[1].body, sent[2].body);
}

TEST_F(client_test, any_operation_can_be_called_with_json) {
    std::string const answer = R"({"Tags":[{"Key":"a","Value":"b"}]})";
    serve({{dynamodb_answer(200, answer)}});
    EXPECT_EQ(run(client->call("ListTagsOfResource", R"({"ResourceArn":"arn"})")).value(), answer);
    auto const& r = server->requests().front();
    EXPECT_EQ(r.header("X-Amz-Target"), "DynamoDB_20120810.ListTagsOfResource");
    EXPECT_EQ(r.body, R"({"ResourceArn":"arn"})");
    EXPECT_EQ(r.header("Authorization"), signature_of(r));
}

TEST_F(client_test, an_operation_name_with_other_characters_is_refused) {
    serve({{dynamodb_answer(200, "{}")}});
    for (char const* name : {"", "List Tables", "A\r\nX-Evil: 1", "a.b", "\xc3\xa4"})
        EXPECT_EQ(run(client->call(name, "{}")).error().code(), errc::invalid_argument) << name;
    EXPECT_EQ(server->connections(), 0);
}

TEST_F(client_test, a_pager_reads_all_pages_also_empty_ones) {
    serve({{dynamodb_answer(200,
                            R"({"Items":[{"k":{"S":"1"}}],"Count":1,"LastEvaluatedKey":{"k":{"S":"1"}}})")},
           {dynamodb_answer(200, R"({"Items":[],"Count":0,"LastEvaluatedKey":{"k":{"S":"2"}}})")},
           {dynamodb_answer(400, R"({"__type":"a#ValidationException","message":"no"})")},
           {dynamodb_answer(200, R"({"Items":[{"k":{"S":"3"}}],"Count":1})")}});
    scan_request scan;
    scan.table = "T";
    pager pages(*client, scan);
    std::vector<std::string> found;
    int failures = 0;
    while (pages.has_more()) {
        auto const page = run(pages.next());
        if (!page) {
            ASSERT_EQ(++failures, 1);  // the same page is asked for again
            continue;
        }
        for (auto const& i : page->items) found.emplace_back(string_of(i, "k"));
    }
    EXPECT_THAT(found, ElementsAre("1", "3"));
    ASSERT_EQ(requests(), 4u);
    EXPECT_THAT(server->requests()[1].body, HasSubstr(R"("ExclusiveStartKey":{"k":{"S":"1"}})"));
    EXPECT_EQ(server->requests()[2].body, server->requests()[3].body);
}

TEST_F(client_test, waiting_for_a_table_ends_when_it_and_its_indexes_are_active) {
    serve({{dynamodb_answer(400, R"({"__type":"a#ResourceNotFoundException","message":"not yet"})")},
           {dynamodb_answer(200, R"({"Table":{"TableName":"T","TableStatus":"CREATING"}})")},
           {dynamodb_answer(200, R"({"Table":{"TableName":"T","TableStatus":"ACTIVE"}})")}});
    EXPECT_EQ(run(client->wait_until_active("T", std::chrono::seconds(5))).value().status, "ACTIVE");
    EXPECT_EQ(requests(), 3u);
}

TEST_F(client_test, waiting_for_a_table_ends_in_time) {
    serve({{dynamodb_answer(200, R"({"Table":{"TableName":"T","TableStatus":"CREATING"}})")}});
    auto const got = run(client->wait_until_active("T", std::chrono::milliseconds(50)));
    EXPECT_EQ(got.error().code(), errc::timeout);
    EXPECT_THAT(got.error().message(), HasSubstr("CREATING"));
}

}  // namespace
}  // namespace ddbsnap
