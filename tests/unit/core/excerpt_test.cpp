#include "core/excerpt.hpp"

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

TEST(excerpt, is_one_line_of_utf8_without_control_characters) {
    EXPECT_EQ(excerpt("role dev, \xc3\xbc"), "role dev, \xc3\xbc");
    EXPECT_EQ(excerpt("a\r\nb\tc\x1b[31m\x7f"), "a  b c [31m ");
    EXPECT_EQ(excerpt("x\xc2\x85y\xe2\x80\xa8z"), "x y z") << "C1 and the line separator";
    EXPECT_EQ(excerpt("a\xff\xc3"), "a??");
    EXPECT_EQ(excerpt(std::string_view("a\0b", 3)), "a b");
    EXPECT_EQ(excerpt(" \r\n a b\n"), "a b");
    EXPECT_EQ(excerpt("a\xe2\x80\xae"
                      "b"),
              "a b")
        << "text that would run backwards";
}

TEST(excerpt, is_cut_between_characters) {
    EXPECT_EQ(excerpt("abcd", 4), "abcd");
    EXPECT_EQ(excerpt("abcde", 4), "abcd...");
    EXPECT_EQ(excerpt("abc\xc3\xbc", 4), "abc...");
    EXPECT_EQ(excerpt(std::string(301, 'x')), std::string(300, 'x') + "...");
    EXPECT_EQ(excerpt(""), "");
}

}  // namespace
}  // namespace ddbsnap
