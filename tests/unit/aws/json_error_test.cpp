#include "aws/json_error.hpp"

#include <gmock/gmock.h>

namespace ddbsnap::aws {
namespace {

TEST(json_error, is_read_in_the_forms_that_services_use) {
    struct row {
        std::string body;
        char const* header;
        char const* text;
    } const rows[] = {
        {R"({"message":"Session token not found or invalid"})", "UnauthorizedException",
         "UnauthorizedException: Session token not found or invalid"},
        {R"({"__type":"com.amazonaws.switchboard.portal#ForbiddenException","Message":"No access"})", "",
         "ForbiddenException: No access"},
        {R"({"code":"X","message":"y"})", "Z:http://internal.amazon.com/coral/", "Z: y"},
        {R"({"error":"invalid_grant","error_description":"Invalid refresh token"})", "",
         "invalid_grant: Invalid refresh token"},
        {R"({"error":"TOKEN_EXPIRED"})", "", "TOKEN_EXPIRED"},
        {R"({"error":"TOKEN_EXPIRED","message":"x"})", "AccessDeniedException",
         "AccessDeniedException, TOKEN_EXPIRED: x"},
        {R"({"message":"alone"})", "", "alone"},
        {"<html>hush</html>", "", ""},
        {"{\"message\":\"cut", "", ""},
        {"", "", ""},
        {R"({"message":{"a":1}})", "", ""},
    };
    for (auto const& [body, header, text] : rows)
        EXPECT_EQ(parse_json_error(body, header).to_string(), text) << body;
}

TEST(json_error, a_secret_that_the_server_repeats_is_hidden_even_where_the_text_is_cut) {
    secret_string const sent(std::string(400, 'h'));
    auto const error = parse_json_error(R"({"message":"no token ')" + std::string(400, 'h') + R"(' here"})");
    EXPECT_EQ(error.to_string({&sent}), "no token '***' here");
}

}  // namespace
}  // namespace ddbsnap::aws
