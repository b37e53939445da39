#include "core/encoding.hpp"

#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

namespace ddbsnap {
namespace {

using namespace std::string_view_literals;

// RFC 4648, section 10.
std::vector<std::pair<std::string, std::string>> const rfc4648 = {{"", ""},
                                                                  {"f", "Zg=="},
                                                                  {"fo", "Zm8="},
                                                                  {"foo", "Zm9v"},
                                                                  {"foob", "Zm9vYg=="},
                                                                  {"fooba", "Zm9vYmE="},
                                                                  {"foobar", "Zm9vYmFy"}};

TEST(encoding, base64_is_that_of_rfc_4648) {
    for (auto const& [plain, text] : rfc4648) {
        EXPECT_EQ(to_base64(plain), text);
        std::string decoded = "kept:";
        EXPECT_TRUE(append_from_base64(decoded, text));
        EXPECT_EQ(decoded, "kept:" + plain);
    }
}

TEST(encoding, base64_uses_all_letters_of_the_alphabet) {
    auto const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"sv;
    std::string bytes;
    ASSERT_TRUE(append_from_base64(bytes, letters));
    EXPECT_EQ(
        to_hex(bytes),
        "00108310518720928b30d38f41149351559761969b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3dfbf");
    EXPECT_EQ(to_base64(bytes), letters);
}

TEST(encoding, malformed_base64_is_refused_and_changes_nothing) {
    for (auto text : {"Z", "Zg", "Zg=", "Zg==Zg==", "=Zg=", "Z===", "====", "Zm9v\n", "Zm 9",
                      "Zm9v====", "Zh==", "Zm9=", "Zm9-", "Zm9_", "Zm\x80v", "Zg=v"}) {
        std::string out = "kept";
        EXPECT_FALSE(append_from_base64(out, text)) << text;
        EXPECT_EQ(out, "kept");
    }
    std::string out;
    EXPECT_FALSE(append_from_base64(out, "Zm\0v"sv));
}

TEST(encoding, hex_is_lower_case_and_appended) {
    std::string out = "x";
    append_hex(out, "\x00\x0f\xA5\xff"sv);
    EXPECT_EQ(out, "x000fa5ff");
}

TEST(encoding, percent_encoding_keeps_the_unreserved_set_only) {
    auto const unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"sv;
    EXPECT_EQ(percent_encoded(unreserved), unreserved);
    EXPECT_EQ(
        percent_encoded("!\"#$%&'()*+,/:;<=>?@[\\]^`{|}\x7f \t"),
        "%21%22%23%24%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E%60%7B%7C%7D%7F%20%09");
    EXPECT_EQ(percent_encoded("/\u1234/", slashes::keep), "/%E1%88%B4/");
}

TEST(encoding, percent_decoding_leaves_what_is_no_escape) {
    EXPECT_EQ(percent_decoded("%E1%88%b4+%2B"), "\u1234++");
    EXPECT_EQ(percent_decoded("100%"), "100%");
    EXPECT_EQ(percent_decoded("%4"), "%4");
    EXPECT_EQ(percent_decoded("%zz%4g%%41"), "%zz%4g%A");
}

}  // namespace
}  // namespace ddbsnap
