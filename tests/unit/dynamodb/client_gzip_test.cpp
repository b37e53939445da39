// Answers that come compressed.

#include "support/client_fixture.hpp"
#include "support/compressed.hpp"

#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::found_item;
using test::gzip;
using testing::HasSubstr;

constexpr auto labelled = "Content-Encoding: gzip\r\n";
std::string const document = R"({"Item":{"k":{"S":"v"}}})";

class client_gzip : public test::client_fixture {
   protected:
    client_gzip() { options.accept_gzip = true; }
};

TEST_F(client_gzip, is_expanded_and_its_checksum_is_that_of_the_compressed_bytes) {
    // dynamodb_answer() counts the checksum over the bytes that it sends.
    serve({{dynamodb_answer(200, gzip(document), labelled)}});
    auto const got = get();
    ASSERT_TRUE(got);
    EXPECT_EQ(string_of(*got->item, "k"), "v");
}

TEST_F(client_gzip, is_expanded_whatever_the_case_of_its_name) {
    serve({{dynamodb_answer(200, gzip(document), "content-encoding: GZIP\r\n")}});
    EXPECT_TRUE(get());
}

TEST_F(client_gzip, may_be_left_out_by_the_service) {
    serve({{found_item()}});
    EXPECT_TRUE(get());
}

TEST_F(client_gzip, of_an_error_is_expanded) {
    auto const error = R"({"__type":"a#ValidationException","message":"because"})";
    serve({{dynamodb_answer(400, gzip(error), labelled)}});
    EXPECT_THAT(failure_of_get().message(), HasSubstr("because"));
}

TEST_F(client_gzip, in_name_only_is_plain_text) {
    auto const error = R"({"__type":"a#ValidationException","message":"because"})";
    serve({{dynamodb_answer(400, error, labelled)}, {dynamodb_answer(200, document, labelled)}});
    EXPECT_THAT(failure_of_get().message(), HasSubstr("because"));
    EXPECT_TRUE(get());
}

TEST_F(client_gzip, that_is_cut_off_or_damaged_is_asked_for_again) {
    auto const whole = gzip(document);
    auto changed = whole;
    changed[whole.size() - 8] = static_cast<char>(changed[whole.size() - 8] ^ 1);  // its own checksum
    for (auto const& body : {whole.substr(0, whole.size() - 1), whole.substr(0, 3), changed}) {
        serve({{dynamodb_answer(200, body, labelled)}, {found_item()}});
        EXPECT_TRUE(get());
        EXPECT_EQ(requests(), 2u);
        serve({{dynamodb_answer(200, body, labelled)}});
        auto const f = failure_of_get();
        EXPECT_EQ(f.code(), errc::malformed_response);
        EXPECT_EQ(f.details().http_status, 200);
        EXPECT_EQ(requests(), 4u);
    }
}

TEST_F(client_gzip, that_stands_for_too_much_is_refused_and_not_asked_for_again) {
    serve({{dynamodb_answer(200, gzip(std::string(40'000'000, ' ')), labelled)}});
    EXPECT_EQ(failure_of_get().code(), errc::response_too_large);
    EXPECT_EQ(requests(), 1u);
}

}  // namespace
}  // namespace ddbsnap
