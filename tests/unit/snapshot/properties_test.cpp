#include <ddbsnap/torchserve.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using entries = std::vector<properties::entry>;

entries parsed(std::string_view text) {
    auto const p = parse_properties(text);
    if (!p) return {{"refused", p.error().message()}};
    return entries(p->begin(), p->end());
}

// The examples of the reference documentation of java.util.Properties.load(Reader).
TEST(properties_reader, the_examples_of_the_java_documentation_are_read_as_it_says) {
    EXPECT_EQ(parsed("Truth = Beauty\n Truth:Beauty\nTruth                    :Beauty\n"),
              (entries{{"Truth", "Beauty"}}));
    EXPECT_EQ(parsed("fruits                           apple, banana, pear, \\\n"
                     "                                  cantaloupe, watermelon, \\\n"
                     "                                  kiwi, mango\n"),
              (entries{{"fruits", "apple, banana, pear, cantaloupe, watermelon, kiwi, mango"}}));
    EXPECT_EQ(parsed("cheeses"), (entries{{"cheeses", ""}}));
    EXPECT_EQ(parsed("\\:\\="), (entries{{":=", ""}}));
}

// Recorded from Java 17; the integration test properties_oracle compares thousands more.
TEST(properties_reader, odd_lines_are_read_as_java_reads_them) {
    EXPECT_EQ(parsed(""), entries{});
    EXPECT_EQ(parsed("\\"), (entries{{"", ""}}));
    EXPECT_EQ(parsed("\\\n"), (entries{{"", ""}}));
    EXPECT_EQ(parsed("\\\r\n"), entries{});
    EXPECT_EQ(parsed("\\\n#c\nk=v"), (entries{{"k", "v"}}));
    EXPECT_EQ(parsed("a\\\n\nb"), (entries{{"a", ""}, {"b", ""}}));
    EXPECT_EQ(parsed("=v"), (entries{{"", "v"}}));
    EXPECT_EQ(parsed("a = = b "), (entries{{"a", "= b "}}));
    EXPECT_EQ(parsed("a\\\\\nb"), (entries{{"a\\", ""}, {"b", ""}}));
    EXPECT_EQ(parsed("a=\\q\\t\\\"\r!x\\\ny=1"), (entries{{"a", "q\t\""}, {"y", "1"}}));
}

TEST(properties_reader, a_key_that_comes_again_keeps_its_place_and_gets_the_later_value) {
    EXPECT_EQ(parsed("a=1\nb=2\na=3"), (entries{{"a", "3"}, {"b", "2"}}));
}

TEST(properties_reader, halves_of_a_surrogate_pair_become_one_character) {
    EXPECT_EQ(parsed("a=\\ud83d\\ude00"), (entries{{"a", "\xf0\x9f\x98\x80"}}));
    EXPECT_EQ(parsed("a=\xed\xa0\xbd\\ude00"), (entries{{"a", "\xf0\x9f\x98\x80"}}));
    EXPECT_EQ(parsed("a=\\ude00\\ud83d"), (entries{{"a", "\xed\xb8\x80\xed\xa0\xbd"}}));
}

TEST(properties_reader, bytes_that_are_not_utf8_are_kept) {
    EXPECT_EQ(parsed("a=\xff\\\xfe\xe2\x82"), (entries{{"a", "\xff\xfe\xe2\x82"}}));
}

TEST(properties_reader, a_malformed_escape_is_refused_with_its_line) {
    for (auto const* bad :
         {"k=1\n\n#c\r\nx=\\u12", "k=1\n\n\r\nx=a\\\n\\u12g4", "k\n\n\n\\u00=1", "\n\n\nx=\\u"}) {
        auto const p = parse_properties(bad);
        ASSERT_FALSE(p) << bad;
        EXPECT_EQ(p.error().code(), errc::malformed_file);
        EXPECT_THAT(p.error().message(), testing::HasSubstr("line 4:")) << bad;
    }
}

TEST(properties, a_key_is_found_by_its_text) {
    properties p;
    p.set("a", "1");
    p.set("b", "2");
    p.set("a", "3");
    ASSERT_NE(p.find("a"), nullptr);
    EXPECT_EQ(*p.find("a"), "3");
    EXPECT_EQ(p.find("c"), nullptr);
    EXPECT_EQ(p.size(), 2u);
}

system_time const monday{std::chrono::milliseconds(1795430755123)};

// Recorded from Java 17: a LinkedHashMap-ordered Properties, -Duser.timezone=UTC.
TEST(properties_writer, keys_and_values_are_escaped_as_java_does) {
    properties p;
    p.set(" a b", "  x y ");
    p.set("#!:=\\", "#!:=\\\t\n\r\f");
    p.set("\xc3\xa9", "\xf0\x9f\x98\x80");
    EXPECT_EQ(format_properties(p, "snapshot", monday),
              "#snapshot\n#Mon Nov 23 10:45:55 UTC 2026\n"
              "\\ a\\ b=\\  x y \n"
              "\\#\\!\\:\\=\\\\=\\#\\!\\:\\=\\\\\\t\\n\\r\\f\n"
              "\xc3\xa9=\xf0\x9f\x98\x80\n");
    EXPECT_THAT(format_properties(p, "snapshot", monday, properties_form::stream),
                testing::EndsWith("\n\\u00E9=\\uD83D\\uDE00\n"));
}

TEST(properties_writer, a_lone_surrogate_is_written_as_an_escape_in_both_forms) {
    properties p;
    p.set("a", "\xed\xa0\xbd");
    for (auto form : {properties_form::writer, properties_form::stream}) {
        auto const text = format_properties(p, "", monday, form);
        EXPECT_THAT(text, testing::EndsWith("\na=\\uD83D\n"));
        EXPECT_EQ(*parse_properties(text), p);
    }
}

TEST(properties_writer, bytes_that_are_not_utf8_are_replaced_only_where_they_cannot_stay) {
    properties p;
    p.set("a", "\xff");
    EXPECT_THAT(format_properties(p, "\xff", monday), testing::StartsWith("#\xff\n"));
    EXPECT_THAT(format_properties(p, "", monday), testing::EndsWith("\na=\xff\n"));
    EXPECT_THAT(format_properties(p, "", monday, properties_form::stream),
                testing::EndsWith("\na=\\uFFFD\n"));
}

TEST(torchserve, name_time_and_model_count_make_the_items_name) {
    properties p;
    p.set("inference_address", "http://127.0.0.1:8080");
    p.set("model_snapshot",
          "{\n  \"name\": \"20261123104555123-startup.cfg\",\n  \"modelCount\": 2,\n  \"created\": "
          "1795430755123,\n"
          "  \"models\": {}\n}");
    auto const info = read_torchserve_info(format_properties(p, "snapshot", monday));
    ASSERT_TRUE(info) << info.error().message();
    EXPECT_EQ(info->models_json, "{}");
    EXPECT_EQ(torchserve_item_name(*info), "20261123104555123-startup.cfg_1795430755123_2");
}

TEST(torchserve, a_text_that_is_no_snapshot_is_refused_with_the_reason) {
    EXPECT_THAT(read_torchserve_info("a=b").error().message(), testing::HasSubstr("no key model_snapshot"));
    EXPECT_THAT(read_torchserve_info("model_snapshot={").error().message(),
                testing::HasSubstr("model_snapshot: not JSON"));
    EXPECT_THAT(read_torchserve_info("a=\\u").error().message(), testing::HasSubstr("line 1"));
}

}  // namespace
}  // namespace ddbsnap
