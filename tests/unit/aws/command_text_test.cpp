#include "aws/command_text.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

TEST(command_text, only_the_first_word_of_a_command_is_shown) {
    std::pair<char const*, char const*> const rows[] = {
        {"/opt/bin/get --password hush", "/opt/bin/get"},
        {"  get\thush", "get"},
        {"get", "get"},
        {"\"/opt/my tools/get\" hush", "/opt/my tools/get"},
        {"'/opt/my tools/get' hush", "/opt/my tools/get"},
        {"PASSWORD=hush get", "PASSWORD"},
        {"get;hush", "get"},
        {"get\nhush", "get"},
        {"$(hush)", ""},
        {"\"unfinished hush", ""},
        {"", ""},
    };
    for (auto const& [line, shown] : rows) EXPECT_EQ(shown_command(line), shown) << line;
}

TEST(command_text, the_last_two_lines_of_a_complaint_are_shown_as_one) {
    EXPECT_EQ(shown_complaint("one\n\ntwo\nthree\n\n", ""), "two three");
    EXPECT_EQ(shown_complaint("one\n", ""), "one");
    EXPECT_EQ(shown_complaint(" \n ", ""), "");
    EXPECT_EQ(shown_complaint("\x1b]0;title\x07!", ""), " ]0;title !");
    EXPECT_EQ(shown_complaint(std::string(500, 'x'), "").size(), 303u);
}

TEST(command_text, a_complaint_that_repeats_the_output_or_names_keys_is_not_shown) {
    auto const* const output = R"({"Version":1,"AccessKeyId":"AKIDPROC","SecretAccessKey":"hush-secret"})";
    EXPECT_EQ(shown_complaint(std::string("+ echo ") + output, output), "");
    EXPECT_EQ(shown_complaint("got hush-secret!", output), "");
    EXPECT_EQ(shown_complaint("aws_secret_access_key = hush", ""), "");
    EXPECT_EQ(shown_complaint("SessionToken: hush", ""), "");
    EXPECT_EQ(shown_complaint("the vault is locked", output), "the vault is locked");
}

}  // namespace
}  // namespace ddbsnap::aws
