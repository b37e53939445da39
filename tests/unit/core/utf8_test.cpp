#include "core/utf8.hpp"

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using namespace std::string_view_literals;

TEST(utf8, the_first_and_last_of_each_length_are_read_and_written) {
    struct known {
        char32_t code_point;
        std::string_view bytes;
    };
    // Unicode 15, table 3-6.
    for (auto const& k :
         {known{0, "\0"sv}, known{0x7f, "\x7f"}, known{0x80, "\xc2\x80"}, known{0x7ff, "\xdf\xbf"},
          known{0x800, "\xe0\xa0\x80"}, known{0xd7ff, "\xed\x9f\xbf"}, known{0xe000, "\xee\x80\x80"},
          known{0xffff, "\xef\xbf\xbf"}, known{0x10000, "\xf0\x90\x80\x80"},
          known{0x10ffff, "\xf4\x8f\xbf\xbf"}}) {
        EXPECT_TRUE(is_utf8(k.bytes));
        EXPECT_EQ(read_utf8(k.bytes, 0).code_point, k.code_point);
        EXPECT_EQ(read_utf8(k.bytes, 0).length, k.bytes.size());
        std::string written;
        append_utf8(written, k.code_point);
        EXPECT_EQ(written, k.bytes);
    }
}

TEST(utf8, what_unicode_calls_ill_formed_is_refused) {
    for (auto bad :
         {"\x80"sv, "\xbf"sv, "\xc0\x80"sv, "\xc1\xbf"sv, "\xc2"sv, "\xc2\x41"sv, "\xe0\x80\x80"sv,
          "\xe0\x9f\xbf"sv, "\xe2\x82"sv, "\xed\xa0\x80"sv, "\xed\xbf\xbf"sv, "\xf0\x80\x80\x80"sv,
          "\xf0\x8f\xbf\xbf"sv, "\xf4\x90\x80\x80"sv, "\xf5\x80\x80\x80"sv, "\xff"sv, "ok\xf0\x9f\x98"sv})
        EXPECT_FALSE(is_utf8(bad)) << testing::PrintToString(bad);
    EXPECT_TRUE(is_utf8(""));
}

TEST(utf8, a_lone_surrogate_is_read_when_asked_for) {
    std::string text;
    append_utf8(text, 0xd83d);
    EXPECT_EQ(text, "\xed\xa0\xbd");
    EXPECT_EQ(read_utf8(text, 0, surrogates::accept).code_point, char32_t{0xd83d});
    EXPECT_EQ(read_utf8(text, 0).length, 0u);
}

}  // namespace
}  // namespace ddbsnap
