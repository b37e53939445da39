#include "core/zstd.hpp"

#include "support/data_file.hpp"

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

constexpr std::size_t limit = 1'000'000;

// Each made by the zstd program.
std::string frame(std::string const& name) { return test::read_data("zstd/" + name + ".zst"); }

void is_refused(std::string_view bytes, std::string const& why) {
    auto const got = zstd_decompressed(bytes, limit);
    ASSERT_FALSE(got) << why;
    EXPECT_EQ(got.error().code(), errc::corrupt_snapshot) << why;
}

TEST(zstd, gives_what_the_zstd_program_compressed) {
    EXPECT_EQ(zstd_decompressed(frame("short"), limit).value(), "a=1\n");
    EXPECT_EQ(zstd_decompressed(frame("zeros"), limit).value(), std::string(300'000, '\0'));
    EXPECT_EQ(zstd_decompressed(frame("empty"), limit).value(), "");
}

TEST(zstd, what_is_compressed_comes_back) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += std::to_string(i);
    auto const small = zstd_compressed(text);
    EXPECT_LT(small.size(), text.size() / 2);
    EXPECT_EQ(zstd_decompressed(small, text.size()).value(), text);
}

TEST(zstd, cut_off_anywhere_is_refused) {
    auto const whole = frame("random");
    for (std::size_t size = 0; size < whole.size(); ++size)
        is_refused(whole.substr(0, size), std::to_string(size));
}

TEST(zstd, that_stands_for_more_than_allowed_is_not_begun) {
    EXPECT_TRUE(zstd_decompressed(frame("zeros"), 300'000));
    EXPECT_FALSE(zstd_decompressed(frame("zeros"), 299'999));
    EXPECT_FALSE(zstd_decompressed(frame("zeros"), 0));
}

// RFC 8878, 3.1.1: a single segment whose content size has eight bytes, and an empty last block.
TEST(zstd, that_claims_exabytes_allocates_nothing) {
    std::string const claim("\x28\xb5\x2f\xfd\xe0\xff\xff\xff\xff\xff\xff\xff\x0f\x01\x00\x00", 16);
    auto const got = zstd_decompressed(claim, limit);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), errc::corrupt_snapshot);
}

TEST(zstd, that_stands_for_less_than_it_says_is_refused) {
    // The same, with a content size of five bytes.
    is_refused(std::string_view("\x28\xb5\x2f\xfd\x20\x05\x01\x00\x00", 9), "too short");
}

TEST(zstd, of_several_frames_or_unknown_size_is_refused) {
    is_refused(frame("two_frames"), "two");
    is_refused(frame("without_size"), "unknown");
    is_refused("plain text", "no frame");
    is_refused("", "nothing");
}

}  // namespace
}  // namespace ddbsnap
