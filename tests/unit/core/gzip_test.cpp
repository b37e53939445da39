#include "core/gzip.hpp"

#include "core/encoding.hpp"
#include "support/compressed.hpp"

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

// printf '{"Item":{"k":{"S":"v"}}}' | gzip -9n | base64
std::string const compressed_item = [] {
    std::string bytes;
    EXPECT_TRUE(append_from_base64(bytes, "H4sIAAAAAAACA6tW8ixJzVWyqlbKBhHBSlZKZUq1tbUAlClmyxgAAAA="));
    return bytes;
}();

TEST(gzip, gives_what_the_gzip_program_compressed) {
    EXPECT_EQ(gunzip(compressed_item, 1000).value(), R"({"Item":{"k":{"S":"v"}}})");
    EXPECT_EQ(gunzip(test::gzip(""), 1000).value(), "");
    std::string const large(300'000, 'x');
    EXPECT_EQ(gunzip(test::gzip(large), large.size()).value(), large);
}

TEST(gzip, joins_several_members) {
    EXPECT_EQ(gunzip(test::gzip("one ") + test::gzip("two"), 1000).value(), "one two");
}

TEST(gzip, cut_off_anywhere_is_malformed) {
    for (std::size_t size = 0; size < compressed_item.size(); ++size) {
        auto const got = gunzip(compressed_item.substr(0, size), 1000);
        ASSERT_FALSE(got) << size;
        EXPECT_EQ(got.error().code(), errc::malformed_response) << size;
    }
}

TEST(gzip, a_changed_byte_of_the_content_or_of_its_checksum_is_malformed) {
    // After the head, whose time and system may be anything.
    for (std::size_t at = 10; at < compressed_item.size(); ++at) {
        auto changed = compressed_item;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        auto const got = gunzip(changed, 1000);
        ASSERT_FALSE(got) << at;
        EXPECT_EQ(got.error().code(), errc::malformed_response) << at;
    }
}

TEST(gzip, followed_by_anything_else_is_malformed) {
    EXPECT_EQ(gunzip(compressed_item + "{}", 1000).error().code(), errc::malformed_response);
}

TEST(gzip, that_stands_for_more_than_allowed_is_not_read_to_its_end) {
    auto const bomb = test::gzip(std::string(20'000'000, '\0'));
    ASSERT_LT(bomb.size(), 40'000u);
    EXPECT_EQ(gunzip(bomb, 19'999'999).error().code(), errc::response_too_large);
    EXPECT_EQ(gunzip(bomb, 0).error().code(), errc::response_too_large);
    EXPECT_EQ(gunzip(bomb, 20'000'000).value().size(), 20'000'000u);
}

TEST(gzip, is_known_by_its_first_two_bytes) {
    EXPECT_TRUE(looks_like_gzip(compressed_item));
    for (auto const* text : {"", "\x1f", "{}", "\x1f\x8c"}) EXPECT_FALSE(looks_like_gzip(text));
}

}  // namespace
}  // namespace ddbsnap
