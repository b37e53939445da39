#include "aws/json_reader.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

std::optional<std::string> read(std::string text) {
    json_reader in(text);
    std::string const found(in.string());
    return in.finish() ? std::optional(found) : std::nullopt;
}

TEST(json_reader, a_pair_of_surrogates_is_one_character) {
    EXPECT_EQ(read(R"("\ud83d\ude00")"), "\xf0\x9f\x98\x80");
    EXPECT_EQ(read(R"("\ud55c\uae00")"), "\xed\x95\x9c\xea\xb8\x80");  // Hangul, just below the surrogates
}

TEST(json_reader, half_a_pair_is_refused) {
    for (auto const* text : {R"("\ud83d")", R"("\ude00")", R"("\ude00\ud83d")", R"("\udd83\ude00")",
                             R"("a\udc00b")", "\"\xed\xa0\x80\""})
        EXPECT_FALSE(read(text)) << text;
}

}  // namespace
}  // namespace ddbsnap::aws
