// The headers by which the AWS SDKs tell services of their attempts.

#include "support/client_fixture.hpp"

#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::found_item;
using test::http_answer;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

class client_headers : public test::client_fixture {
   protected:
    std::string header(std::size_t request, char const* name) const {
        return server->requests().at(request).header(name).value_or("none");
    }
};

TEST_F(client_headers, name_a_call_by_the_same_uuid_in_all_its_attempts_and_by_another_than_the_next) {
    serve({{http_answer(500, "")}, {http_answer(500, "")}, {found_item()}});
    EXPECT_TRUE(get());
    EXPECT_TRUE(get());
    ASSERT_EQ(requests(), 4u);
    auto const id = header(0, "amz-sdk-invocation-id");
    // RFC 4122: version 4, variant 1.
    EXPECT_THAT(id, MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    EXPECT_EQ(header(1, "amz-sdk-invocation-id"), id);
    EXPECT_EQ(header(2, "amz-sdk-invocation-id"), id);
    EXPECT_NE(header(3, "amz-sdk-invocation-id"), id);
}

TEST_F(client_headers, count_attempts_and_say_how_many_there_can_be) {
    options.max_attempts = 3;
    serve({{http_answer(500, "")}});
    failure_of_get();
    ASSERT_EQ(requests(), 3u);
    EXPECT_EQ(header(0, "amz-sdk-request"), "attempt=1; max=3");
    EXPECT_EQ(header(1, "amz-sdk-request"), "attempt=2; max=3");
    EXPECT_EQ(header(2, "amz-sdk-request"), "attempt=3; max=3");
}

TEST_F(client_headers, say_until_when_the_answer_is_waited_for_once_the_services_clock_is_known) {
    options.attempt_timeout = std::chrono::seconds(10);
    // It is 03:04:05 for the client, and a minute later for the service.
    serve({{dynamodb_answer(200, "{}", "Date: Fri, 02 Jan 2026 03:05:05 GMT\r\n")}, {found_item()}});
    EXPECT_TRUE(get());
    EXPECT_TRUE(get());
    EXPECT_EQ(header(0, "amz-sdk-request"), "attempt=1; max=4");
    // 03:05:05 and 10 s, of which some time has passed when the request is written.
    EXPECT_THAT(header(1, "amz-sdk-request"), MatchesRegex("ttl=20260102T03051[45]Z; attempt=1; max=4"));
}

TEST_F(client_headers, are_not_signed) {
    serve({{found_item()}});
    EXPECT_TRUE(get());
    auto const authorization = header(0, "Authorization");
    EXPECT_THAT(authorization, HasSubstr("SignedHeaders=content-type;host;x-amz-date;x-amz-target,"));
    EXPECT_THAT(authorization, Not(HasSubstr("amz-sdk")));
}

TEST_F(client_headers, ask_for_compressed_answers_only_when_the_settings_do) {
    serve({{found_item()}});
    EXPECT_TRUE(get());
    EXPECT_EQ(header(0, "Accept-Encoding"), "none");
    options.accept_gzip = true;
    serve({{found_item()}});
    EXPECT_TRUE(get());
    EXPECT_EQ(header(0, "Accept-Encoding"), "gzip");
}

TEST_F(client_headers, carry_one_token_of_a_transaction_through_all_attempts) {
    transact_write_request request;
    transact_action put;
    put.table = "T";
    put.content = {{"k", "v"}};
    request.actions = {put};
    serve({{http_answer(500, "")}, {http_answer(503, "")}, {dynamodb_answer(200, "{}")}});
    EXPECT_TRUE(run(client->transact_write_items(request)));
    ASSERT_EQ(requests(), 3u);
    EXPECT_THAT(server->requests()[0].body, HasSubstr("ClientRequestToken"));
    EXPECT_EQ(server->requests()[1].body, server->requests()[0].body);
    EXPECT_EQ(server->requests()[2].body, server->requests()[0].body);
}

}  // namespace
}  // namespace ddbsnap
