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

TEST(one_line, replaces_what_is_no_printable_text_and_cuts_at_a_character) {
    EXPECT_EQ(one_line(" a\r\nb\x1b[31mc\x7f\xff\xc2\x9b d\n"), "a  b [31mc ?  d");
    EXPECT_EQ(one_line("caf\u00e9 au lait", 4), "caf...");
    EXPECT_EQ(one_line("caf\u00e9 au lait", 5), "caf\u00e9...");
    EXPECT_EQ(one_line("12345", 5), "12345");
    EXPECT_EQ(one_line(std::string("a\0b", 3)), "a b");
}

}  // namespace
}  // namespace ddbsnap::aws
