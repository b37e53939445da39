#include "dynamodb/request_codec.hpp"
#include "dynamodb/response_codec.hpp"
#include "dynamodb/value_codec.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::dynamodb {
namespace {

template <class Request>
std::string encoded(Request const& request) {
    std::string text;
    json_writer out(text);
    out.begin_object();
    encode(out, request);
    out.end_object();
    return text;
}

template <class Output>
Output decoded(std::string text) {
    Output out;
    json_reader in(text);
    decode(in, out);
    auto const done = in.finish();
    EXPECT_TRUE(done) << done.error().to_string();
    return out;
}

item parsed_item(std::string text) {
    json_reader in(text);
    auto value = read_item(in);
    EXPECT_TRUE(in.finish());
    return value;
}

// The shapes of the API reference's AttributeValue, one of each type.
constexpr auto ten_types =
    R"({"b":{"B":"dGhpcyB0ZXh0"},"bo":{"BOOL":false},"bs":{"BS":["U3Vubnk=","UmFpbnk="]},)"
    R"("l":{"L":[{"S":"Cookies"},{"N":"3.14159"}]},"m":{"M":{"Age":{"N":"35"}}},)"
    R"("n":{"N":"123.45"},"ns":{"NS":["42.2","-19"]},"nu":{"NULL":true},)"
    R"("s":{"S":"Hello"},"ss":{"SS":["Giraffe","Zebra"]}})";

TEST(value_codec, all_ten_types_survive_a_round_trip) {
    auto const value = parsed_item(ten_types);
    EXPECT_EQ(value.at("b").get_if<binary>()->bytes, "this text");
    EXPECT_EQ(value.at("bo"), attribute_value(false));
    EXPECT_EQ(value.at("n"), attribute_value(number("123.45")));
    EXPECT_EQ(value.at("bs").get_if<binary_set>()->values[1].bytes, "Rainy");
    EXPECT_EQ(value.at("nu"), attribute_value(null_value{}));
    std::string text;
    json_writer out(text);
    write_item(out, value);
    EXPECT_EQ(text, ten_types);
}

TEST(value_codec, controls_quotes_and_unicode_are_escaped_as_json_demands) {
    std::string text;
    json_writer out(text);
    out.string(std::string_view("a\"b\\c\n\t\x01\0\x7f\xc3\xa9", 12));
    EXPECT_EQ(text, "\"a\\\"b\\\\c\\n\\t\\u0001\\u0000\x7f\xc3\xa9\"");
}

TEST(value_codec, escaped_surrogate_pairs_become_utf8) {
    auto const value = parsed_item(R"({"\u006bey":{"S":"\ud83d\ude00\/"}})");
    EXPECT_EQ(string_of(value, "key"), "\xf0\x9f\x98\x80/");
}

class malformed_value : public testing::TestWithParam<char const*> {};

TEST_P(malformed_value, is_refused_with_a_reason) {
    std::string text = GetParam();
    json_reader in(text);
    (void)read_item(in);
    auto const done = in.finish();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code(), errc::malformed_response);
}

INSTANTIATE_TEST_SUITE_P(json, malformed_value,
                         testing::Values("", "{", "[]", "null", R"({"a":1})", R"({"a":{}})",
                                         R"({"a":{"S":1}})", R"({"a":{"S":"x","N":"1"}})",
                                         R"({"a":{"Q":"x"}})", R"({"a":{"B":"?"}})", R"({"a":{"S":"x"}}{)",
                                         R"({"a":{"S":"\ud800"}})", "{\"a\":{\"S\":\"\xff\"}}",
                                         R"({"a" {"S":"x"}})", R"({"a":{"S":"x"} "b":{"S":"y"}})",
                                         R"({"a":{"S":"x)"));

TEST(json_reader, endless_nesting_is_refused_without_using_the_stack) {
    std::string open;
    for (int i = 0; i < 100'000; ++i) open += R"({"L":[)";
    std::string text = R"({"a":)" + open;
    json_reader in(text);
    (void)read_item(in);
    EXPECT_FALSE(in.finish());

    std::string skipped(100'000, '[');
    json_reader passing(skipped);
    passing.skip();
    EXPECT_FALSE(passing.finish());
}

TEST(request_codec, a_put_item_names_what_was_set_and_nothing_else) {
    put_item_request r;
    r.table = "T";
    r.item = {{"k", "v"}};
    EXPECT_EQ(encoded(r), R"({"TableName":"T","Item":{"k":{"S":"v"}}})");
    r.condition = "attribute_not_exists(#k)";
    r.names = {{"#k", "k"}};
    r.returned = return_values::all_old;
    r.return_old_on_condition_failure = true;
    EXPECT_EQ(encoded(r),
              R"j({"TableName":"T","Item":{"k":{"S":"v"}},"ConditionExpression":"attribute_not_exists(#k)",)j"
              R"("ExpressionAttributeNames":{"#k":"k"},"ReturnValuesOnConditionCheckFailure":"ALL_OLD",)"
              R"("ReturnValues":"ALL_OLD"})");
}

TEST(request_codec, a_batch_keeps_puts_and_removals_in_order) {
    batch_write_request r;
    r.tables["T"] = {write_request::put({{"k", "1"}}), write_request::remove({{"k", "2"}})};
    EXPECT_EQ(encoded(r), R"({"RequestItems":{"T":[{"PutRequest":{"Item":{"k":{"S":"1"}}}},)"
                          R"({"DeleteRequest":{"Key":{"k":{"S":"2"}}}}]}})");
}

TEST(response_codec, unprocessed_items_can_be_sent_again_as_they_came) {
    auto const out = decoded<batch_write_output>(
        R"({"UnprocessedItems":{"T":[{"PutRequest":{"Item":{"k":{"S":"1"}}}},)"
        R"({"DeleteRequest":{"Key":{"k":{"S":"2"}}}}]},"ConsumedCapacity":[{"TableName":"T","CapacityUnits":1.5}]})");
    ASSERT_EQ(out.unprocessed.at("T").size(), 2u);
    EXPECT_EQ(out.unprocessed.at("T")[0], write_request::put({{"k", "1"}}));
    EXPECT_EQ(out.unprocessed.at("T")[1], write_request::remove({{"k", "2"}}));
    EXPECT_DOUBLE_EQ(out.capacity.at(0).units, 1.5);
}

TEST(response_codec, a_page_without_items_may_still_have_a_last_key) {
    auto const out = decoded<page_output>(
        R"({"Count":0,"Items":[],"LastEvaluatedKey":{"k":{"S":"x"}},"ScannedCount":7,"New":{"a":[1,2,{}]}})");
    EXPECT_TRUE(out.items.empty());
    EXPECT_EQ(out.scanned_count, 7);
    EXPECT_EQ(string_of(out.last_key, "k"), "x");
}

TEST(response_codec, a_table_description_is_found_under_either_name) {
    constexpr auto text =
        R"({"Table":{"TableName":"T","TableStatus":"ACTIVE","CreationDateTime":1.7E9,"KeySchema":)"
        R"([{"AttributeName":"h","KeyType":"HASH"},{"AttributeName":"r","KeyType":"RANGE"}],)"
        R"("AttributeDefinitions":[{"AttributeName":"h","AttributeType":"S"},{"AttributeName":"r","AttributeType":"N"}],)"
        R"("BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"},"GlobalSecondaryIndexes":[{"IndexName":"g",)"
        R"("IndexStatus":"CREATING","Projection":{"ProjectionType":"ALL"},"ItemCount":3}]}})";
    auto const t = decoded<table_description>(text);
    EXPECT_EQ(t.status, "ACTIVE");
    EXPECT_EQ(t.keys.at(1), (key_element{"r", key_type::range}));
    EXPECT_EQ(t.attributes.at("r"), scalar_type::number);
    EXPECT_EQ(t.billing, billing_mode::pay_per_request);
    EXPECT_EQ(t.global_indexes.at(0).item_count, 3);
    EXPECT_DOUBLE_EQ(t.created, 1.7e9);
}

// Sizes by the rules of the developer guide, counted by hand.
TEST(item_size, counts_names_and_values_as_dynamodb_does) {
    EXPECT_EQ(size_of({{"ab", "cde"}}), 5u);
    EXPECT_EQ(size_of({{"b", binary{"1234"}}}), 5u);
    EXPECT_EQ(size_of({{"n", number("1234")}}), 1u + 3);
    EXPECT_EQ(size_of({{"z", number("0001000")}}), 1u + 2);
    EXPECT_EQ(size_of({{"t", true}, {"u", null_value{}}}), 4u);
    EXPECT_EQ(size_of({{"l", value_list{"a", "bc"}}}), 1u + 3 + 2 + 3);
}

}  // namespace
}  // namespace ddbsnap::dynamodb
