#include "dynamodb/service_error.hpp"

#include "aws/retry_policy.hpp"
#include "support/data_file.hpp"

#include <ddbsnap/operations.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ddbsnap::dynamodb {
namespace {

failure error_of(int status, std::string body,
                 std::vector<std::pair<std::string, std::string>> headers = {}) {
    net::http_response response;
    response.status = status;
    for (auto const& [name, value] : headers) response.add_header(name, value);
    response.body = std::move(body);
    return read_service_error(response, "PutItem");
}

TEST(service_error, the_type_is_cut_to_its_bare_name) {
    EXPECT_EQ(bare_error_name("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"),
              "ResourceNotFoundException");
    EXPECT_EQ(bare_error_name("ValidationException:http://internal.example/coral#Frame"),
              "ValidationException");
    EXPECT_EQ(bare_error_name("ThrottlingException"), "ThrottlingException");
}

TEST(service_error, message_request_id_and_code_are_kept) {
    auto const f = error_of(
        400, R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"gone"})",
        {{"x-amzn-requestid", "R42"}});
    EXPECT_EQ(f.code(), service_errc::resource_not_found);
    EXPECT_EQ(f.to_string(), "PutItem: ResourceNotFoundException: gone (request R42)");
    EXPECT_EQ(f.details().origin, error_origin::server);
}

TEST(service_error, the_header_goes_before_the_body) {
    auto const f = error_of(400, R"({"__type":"x#ValidationException"})",
                            {{"X-Amzn-ErrorType", "ThrottlingException:"}});
    EXPECT_EQ(f.code(), condition::throttled);
}

TEST(service_error, a_capital_message_counts_too) {
    auto const f = error_of(400, R"({"__type":"a#TransactionInProgressException","Message":"wait"})");
    EXPECT_EQ(f.message(), "PutItem: TransactionInProgressException: wait");
}

TEST(service_error, each_answer_is_tried_again_where_botocore_does) {
    auto const rows = test::read_rows("retries/answers.tsv");
    ASSERT_GT(rows.size(), 90u);
    for (auto const& row : rows) {
        auto const body = row.at(1) == "-" ? "" : fmt::format(R"({{"__type":"a#{}"}})", row[1]);
        auto const kind = aws::classify(error_of(std::stoi(row[0]), body));
        auto const* const text = kind == aws::retry_class::no          ? "no"
                                 : kind == aws::retry_class::transient ? "transient"
                                                                       : "throttling";
        EXPECT_EQ(text, row.at(2)) << row[0] << ' ' << row[1];
    }
}

TEST(service_error, bodies_that_are_not_json_are_quoted_on_one_line) {
    auto const f = error_of(503, "<html>\n<h1>Service Unavailable</h1>\n</html>");
    EXPECT_EQ(f.code(), service_errc::service_unavailable);
    EXPECT_EQ(f.message(),
              "PutItem: HTTP 503, and not from DynamoDB: <html> <h1>Service Unavailable</h1> </html>");
    EXPECT_EQ(error_of(500, "").message(), "PutItem: HTTP 500 without an explanation");
    EXPECT_EQ(error_of(413, "").code(), service_errc::request_too_large);
    EXPECT_EQ(error_of(400, R"({"__type":null,"message":7})").code(), service_errc::unknown);
}

TEST(service_error, a_wrong_signature_points_to_the_tool_that_explains_it) {
    auto const f =
        error_of(400, R"({"__type":"com.amazon.coral.service#InvalidSignatureException","message":"no"})");
    EXPECT_EQ(f.code(), condition::unauthorized);
    EXPECT_NE(f.details().next_step.find("ddbsnap sign"), std::string::npos);
}

TEST(service_error, reasons_of_a_cancelled_transaction_are_in_order) {
    auto const f = error_of(
        400, R"({"__type":"x#TransactionCanceledException","Message":"m","CancellationReasons":[)"
             R"({"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"c","Item":{"k":{"S":"v"}}}]})");
    auto const reasons = cancellation_reasons(f);
    ASSERT_EQ(reasons.size(), 2u);
    EXPECT_EQ(reasons[0].code, "None");
    EXPECT_EQ(string_of(reasons[1].item, "k"), "v");
    EXPECT_FALSE(conflicting_item(f));
}

TEST(service_error, the_item_that_stood_against_a_condition_is_given) {
    auto const f = error_of(
        400, R"({"__type":"x#ConditionalCheckFailedException","Item":{"k":{"S":"v"}},"message":"m"})");
    EXPECT_EQ(string_of(conflicting_item(f).value(), "k"), "v");
}

}  // namespace
}  // namespace ddbsnap::dynamodb
