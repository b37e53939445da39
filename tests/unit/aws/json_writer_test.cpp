#include "aws/json_writer.hpp"

#include <gtest/gtest.h>
#include <random>
#include <rapidjson/document.h>

namespace ddbsnap::aws {
namespace {

std::string written(std::string_view text) {
    std::string out;
    json_writer(out).string(text);
    return out;
}

// As another implementation reads it.
std::string read_back(std::string const& json) {
    rapidjson::Document document;
    document.Parse(json.data(), json.size());
    EXPECT_FALSE(document.HasParseError()) << json;
    return document.IsString() ? std::string(document.GetString(), document.GetStringLength()) : "no string";
}

TEST(json_writer, every_character_at_every_place_of_a_word_is_read_back) {
    for (int c = 0; c < 0x80; ++c)
        for (std::size_t size : {1, 7, 8, 9, 16, 17})
            for (std::size_t at = 0; at < size; ++at) {
                std::string text(size, 'x');
                text[at] = static_cast<char>(c);
                ASSERT_EQ(read_back(written(text)), text) << c << " at " << at << " of " << size;
            }
}

TEST(json_writer, only_what_must_be_escaped_is) {
    for (int c = 0x20; c < 0x80; ++c) {
        if (c == '"' || c == '\\') continue;
        std::string const text(9, static_cast<char>(c));
        EXPECT_EQ(written(text), '"' + text + '"');
    }
    EXPECT_EQ(written("\"\\\b\f\n\r\t"), R"("\"\\\b\f\n\r\t")");
    EXPECT_EQ(written(std::string_view("\0\x1f", 2)), R"("\u0000\u001f")");
}

TEST(json_writer, text_outside_ascii_travels_as_it_is) {
    for (std::string_view const text : {"Grüße, 世界, 😀", "\xed\x9f\xbf\xee\x80\x80", "é\"é\\é\né"})
        EXPECT_EQ(read_back(written(text)), text);
    EXPECT_EQ(written("äöü äöü"), "\"äöü äöü\"");
}

TEST(json_writer, long_texts_with_many_escapes_are_read_back) {
    std::mt19937 random(1);  // the same texts each time
    for (std::size_t size : {511, 512, 513, 4096, 100'000})
        for (int denominator : {1, 2, 10, 700}) {
            std::string text(size, 'a');
            for (auto& c : text)
                if (random() % static_cast<unsigned>(denominator) == 0) c = "\"\\\n\x01"[random() % 4];
            ASSERT_EQ(read_back(written(text)), text) << size << " with one in " << denominator;
        }
}

}  // namespace
}  // namespace ddbsnap::aws
