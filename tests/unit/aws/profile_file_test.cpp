#include "aws/profile_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::Pair;
using testing::UnorderedElementsAre;

struct parsed {
    profile_file file;
    std::vector<std::string> warnings;
};

parsed parse(std::string_view text, file_kind kind = file_kind::config) {
    parsed p;
    auto file = parse_profile_file(text, kind, "F", p.warnings);
    if (!file)
        ADD_FAILURE() << file.error().message();
    else
        p.file = *file;
    return p;
}

std::string error_of(std::string_view text, file_kind kind = file_kind::config) {
    std::vector<std::string> warnings;
    auto file = parse_profile_file(text, kind, "F", warnings);
    if (file) return "no error";
    EXPECT_EQ(file.error().code(), errc::malformed_file);
    return file.error().message();
}

// The properties of a profile as name and value, or those of "p" in a config file.
std::map<std::string, std::string> values(profile_file const& file, std::string_view profile = "p") {
    std::map<std::string, std::string> found;
    auto const section = file.profiles.find(profile);
    if (section == file.profiles.end()) return {{"no", "profile"}};
    for (auto const& [name, property] : section->second.properties) found[name] = property.value;
    return found;
}

std::map<std::string, std::string> values_below(std::string const& lines) {
    return values(parse("[profile p]\n" + lines).file);
}

TEST(profile_lines, nothing_in_gives_nothing_out) {
    for (auto const* text : {"", "\n", "  \n\t\n", "# only\n; comments", "\r\n"})
        EXPECT_TRUE(parse(text).file.profiles.empty()) << text;
}

TEST(profile_lines, properties_are_split_at_the_first_equals_sign_and_trimmed) {
    EXPECT_THAT(values_below("a=b=c\n"), ElementsAre(Pair("a", "b=c")));
    EXPECT_THAT(values_below("a \t=\t b\t \n"), ElementsAre(Pair("a", "b")));
    EXPECT_THAT(values_below("a = b c\n"), ElementsAre(Pair("a", "b c")));
    EXPECT_THAT(values_below("a =\n"), ElementsAre(Pair("a", "")));
    EXPECT_THAT(values_below("a =b"), ElementsAre(Pair("a", "b")));  // no line end at the end
}

TEST(profile_lines, names_are_lower_cased_and_the_last_of_two_wins) {
    EXPECT_THAT(values_below("Name = 1\nname = 2\nNAME = 3\n"), ElementsAre(Pair("name", "3")));
}

TEST(profile_lines, both_line_ends_are_understood) {
    EXPECT_THAT(values(parse("[profile p]\r\na = 1\r\n  more\r\n\r\nb = 2\r\n").file),
                ElementsAre(Pair("a", "1\nmore"), Pair("b", "2")));
}

TEST(profile_lines, a_carriage_return_inside_a_line_is_content) {
    EXPECT_THAT(values_below("a = 1\r2\n"), ElementsAre(Pair("a", "1\r2")));
}

TEST(profile_lines, only_space_and_tab_are_white_space) {
    EXPECT_THAT(values_below("a = \v1\f\n"), ElementsAre(Pair("a", "\v1\f")));
    EXPECT_THAT(values_below("a = \xC2\xA0x\n"), ElementsAre(Pair("a", "\xC2\xA0x")));  // no-break space
}

TEST(profile_lines, a_comment_in_a_value_needs_white_space_before_it) {
    EXPECT_THAT(values_below("a = v ; c\n"), ElementsAre(Pair("a", "v")));
    EXPECT_THAT(values_below("a = v\t# c\n"), ElementsAre(Pair("a", "v")));
    EXPECT_THAT(values_below("a = v;c\n"), ElementsAre(Pair("a", "v;c")));
    EXPECT_THAT(values_below("a = v#c\n"), ElementsAre(Pair("a", "v#c")));
    EXPECT_THAT(values_below("a = # c\n"), ElementsAre(Pair("a", "")));
    EXPECT_THAT(values_below("a =; c\n"), ElementsAre(Pair("a", "; c")));
}

TEST(profile_lines, comment_lines_start_in_the_first_column) {
    EXPECT_THAT(values_below("# c\na = 1\n; c\n# c = d\n"), ElementsAre(Pair("a", "1")));
    EXPECT_THAT(values_below("a = 1\n # kept\n"), ElementsAre(Pair("a", "1\n# kept")));
}

TEST(profile_lines, continuation_lines_are_joined_trimmed_and_keep_their_comment_signs) {
    EXPECT_THAT(values_below("a = 1\n\t 2 ; x \n 3=4\n"), ElementsAre(Pair("a", "1\n2 ; x\n3=4")));
}

TEST(profile_lines, blank_and_comment_lines_do_not_end_a_property) {
    EXPECT_THAT(values_below("a = 1\n\n# c\n   \n 2\n"), ElementsAre(Pair("a", "1\n2")));
}

TEST(profile_lines, lines_below_an_empty_value_are_sub_properties) {
    auto const p = parse("[profile p]\ns3 =\n  Max = 10 ; c\n\n  @!odd = x=y\nb = 1\n");
    auto const& s3 = p.file.profiles.at("p").properties.at("s3");
    EXPECT_EQ(s3.value, "\nMax = 10 ; c\n@!odd = x=y");
    EXPECT_EQ(s3.sub_properties.at("max").value, "10");
    EXPECT_EQ(s3.sub_properties.at("max").where.line, 3);
    EXPECT_EQ(s3.sub_properties.at("@!odd").value, "x=y");
    EXPECT_EQ(s3.sub_properties.size(), 2u);
}

TEST(profile_lines, a_property_given_again_loses_the_sub_properties_of_the_first) {
    auto const p = parse("[profile p]\na =\n x = 1\na = 2\n");
    EXPECT_THAT(values(p.file), ElementsAre(Pair("a", "2")));
    EXPECT_THAT(p.file.profiles.at("p").properties.at("a").sub_properties, IsEmpty());
}

TEST(profile_lines, what_is_no_line_of_the_grammar_fails_with_file_line_and_reason) {
    EXPECT_EQ(error_of("[profile p\na = 1\n"), "F:1: Profile definition must end with ']'");
    EXPECT_EQ(error_of("[profile p # c]\n"), "F:1: Profile definition must end with ']'");
    EXPECT_EQ(error_of("[profile p] x\n"), "F:1: Profile definition must end with ']'");
    EXPECT_EQ(error_of("a = 1\n"), "F:1: Expected a profile definition");
    EXPECT_EQ(error_of("\n a = 1\n"), "F:2: Expected a profile definition");
    EXPECT_EQ(error_of("[profile p]\n\na : 1\n"), "F:3: Expected an '=' sign defining a property");
    EXPECT_EQ(error_of("[profile p]\na ; = 1\n"), "F:2: Expected an '=' sign defining a property");
    EXPECT_EQ(error_of("[profile p]\n= 1\n"), "F:2: Property did not have a name");
    EXPECT_EQ(error_of("[profile p]\n a = 1\n"), "F:2: Expected a property definition, found continuation");
    EXPECT_EQ(error_of("[profile p]\na =\n x\n"), "F:3: Expected an '=' sign defining a sub-property");
    EXPECT_EQ(error_of("[profile p]\na =\n = x\n"), "F:3: Sub-property did not have a name");
}

TEST(profile_lines, a_repeated_header_ends_the_property_before_it) {
    EXPECT_EQ(error_of("[profile p]\na = 1\n[profile p]\n more\n"),
              "F:4: Expected a property definition, found continuation");
}

TEST(profile_lines, an_error_in_an_ignored_section_is_an_error_still) {
    EXPECT_EQ(error_of("[unknown]\nnonsense\n"), "F:2: Expected an '=' sign defining a property");
}

TEST(profile_lines, errors_never_quote_the_line) {
    for (auto const* text : {"[profile p]\nhush\n", "hush\n", "[hush", "[profile p]\n hush"})
        EXPECT_THAT(error_of(text), testing::Not(HasSubstr("hush")));
}

TEST(profile_lines, a_byte_order_mark_is_not_stripped_and_is_named_as_the_cause) {
    std::vector<std::string> warnings;
    auto const file = parse_profile_file("\xEF\xBB\xBF[default]\n", file_kind::config, "F", warnings);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().message(), "F:1: Expected a profile definition");
    EXPECT_THAT(file.error().details().next_step, HasSubstr("byte order mark"));
}

TEST(profile_lines, a_nul_byte_is_content_like_any_other) {
    using namespace std::string_literals;
    EXPECT_THAT(values_below("a = 1\0 2\n"s), ElementsAre(Pair("a", "1\0 2"s)));
}

TEST(profile_file, content_that_is_not_utf8_is_a_warning_and_an_empty_file) {
    auto const p = parse("[profile p]\na = \xFF\n");
    EXPECT_TRUE(p.file.profiles.empty());
    EXPECT_THAT(p.warnings, ElementsAre(HasSubstr("F: is ignored: its content is not UTF-8")));
}

TEST(profile_file, every_value_knows_its_file_and_line) {
    auto const p = parse("\n[profile p]\n# c\na = 1\n more\nb = 2\n");
    auto const& section = p.file.profiles.at("p");
    EXPECT_EQ(section.where.to_string(), "F:2");
    EXPECT_EQ(section.properties.at("a").where.to_string(), "F:4");
    EXPECT_EQ(section.properties.at("b").where.to_string(), "F:6");
}

TEST(profile_file, headers_of_a_config_file_mean_what_they_mean_there) {
    auto const p = parse(
        "[default]\na=1\n[   profile \t foo  ]\na=2\n[bare]\na=3\n[profilebar]\na=4\n"
        "[sso-session s]\na=5\n[sso-sessiont]\na=6\n[services v]\ndynamodb=\n x=1\n[plugins "
        "q]\na=8\n[profile]\n");
    EXPECT_THAT(p.file.profiles, ElementsAre(Key("default"), Key("foo")));
    EXPECT_THAT(p.file.sso_sessions, ElementsAre(Key("s")));
    EXPECT_THAT(p.file.services, ElementsAre(Key("v")));
    EXPECT_THAT(p.warnings, ElementsAre(HasSubstr("F:5: the section \"[bare]\" is ignored"),
                                        HasSubstr("F:7: the section \"[profilebar]\" is ignored"),
                                        HasSubstr("F:11: the section \"[sso-sessiont]\" is ignored"),
                                        HasSubstr("F:18: the section \"[profile]\" is ignored")));
}

TEST(profile_file, headers_of_a_credentials_file_mean_what_they_mean_there) {
    auto const p = parse(
        "[default]\na=1\n[foo]\na=2\n[profile bar]\na=3\n[profilebar]\na=4\n[sso-session s]\na=5\n"
        "[sso-sessiont]\na=6\n[services v]\na=7\n",
        file_kind::credentials);
    EXPECT_THAT(p.file.profiles,
                ElementsAre(Key("default"), Key("foo"), Key("profilebar"), Key("sso-sessiont")));
    EXPECT_THAT(p.file.sso_sessions, IsEmpty());
    EXPECT_THAT(p.file.services, IsEmpty());
    EXPECT_EQ(p.warnings.size(), 3u);
}

TEST(profile_file, a_comment_after_a_header_needs_no_white_space) {
    EXPECT_THAT(parse("[profile p];c\n[profile q] # ]\n").file.profiles, ElementsAre(Key("p"), Key("q")));
}

TEST(profile_file, profile_default_replaces_default_of_the_same_file_whichever_is_first) {
    for (auto const* text :
         {"[default]\na=1\nb=1\n[profile default]\na=2\n", "[profile default]\na=2\n[default]\na=1\nb=1\n"})
        EXPECT_THAT(values(parse(text).file, "default"), ElementsAre(Pair("a", "2"))) << text;
}

TEST(profile_file, profile_names_are_case_sensitive) {
    EXPECT_THAT(parse("[profile P]\n[profile p]\n").file.profiles, ElementsAre(Key("P"), Key("p")));
}

TEST(profile_file, a_section_given_twice_is_one) {
    EXPECT_THAT(values_below("a=1\nb=1\n[profile q]\n[profile  p ]\na=2\nc=2\n"),
                ElementsAre(Pair("a", "2"), Pair("b", "1"), Pair("c", "2")));
}

TEST(profile_file, all_characters_of_the_identifier_alphabet_are_legal) {
    std::string const all = "ABZabz019_-/.%@:+";
    EXPECT_THAT(parse("[profile " + all + "]\n").file.profiles, ElementsAre(Key(all)));
    EXPECT_THAT(values_below("_-/.%@:+09az = 1\n"), ElementsAre(Pair("_-/.%@:+09az", "1")));
}

TEST(profile_file, illegal_names_are_dropped_with_a_warning_that_does_not_quote_the_property) {
    auto const p = parse("[profile p]\nhush! = 1\n more\na = 1\n[profile a b]\nc=1\n[profile \"q\"]\n");
    EXPECT_THAT(p.file.profiles, ElementsAre(Key("p")));
    EXPECT_THAT(values(p.file), ElementsAre(Pair("a", "1")));
    EXPECT_THAT(p.warnings, ElementsAre(HasSubstr("F:2: the property is ignored"),
                                        HasSubstr("F:5: the section \"[profile a b]\" is ignored"),
                                        HasSubstr("F:7: the section \"[profile \"q\"]\" is ignored")));
    EXPECT_THAT(p.warnings.front(), testing::Not(HasSubstr("hush")));
}

TEST(profile_file, an_empty_header_is_no_profile) {
    EXPECT_THAT(parse("[]\na=1\n", file_kind::credentials).file.profiles, IsEmpty());
    EXPECT_THAT(parse("[ ]\na=1\n").file.profiles, IsEmpty());
}

TEST(profile_file, the_credentials_file_wins_key_by_key) {
    auto const config = parse("[default]\na=1\nb=1\n[profile p]\na=1\n[services s]\n").file;
    auto const credentials = parse("[default]\nb=2\nc=2\n[q]\na=2\n", file_kind::credentials).file;
    auto const both = merge_profile_files(config, credentials);
    EXPECT_THAT(values(both, "default"), ElementsAre(Pair("a", "1"), Pair("b", "2"), Pair("c", "2")));
    EXPECT_THAT(values(both, "p"), ElementsAre(Pair("a", "1")));
    EXPECT_THAT(values(both, "q"), ElementsAre(Pair("a", "2")));
    EXPECT_THAT(both.services, ElementsAre(Key("s")));
}

TEST(profile_file, an_empty_value_counts_as_not_there) {
    auto const p = parse("[profile p]\na =\nb = 1\n");
    EXPECT_EQ(p.file.profiles.at("p").find("a"), nullptr);
    EXPECT_EQ(p.file.profiles.at("p").find("c"), nullptr);
    EXPECT_EQ(p.file.profiles.at("p").find("b")->value, "1");
}

}  // namespace
}  // namespace ddbsnap::aws
