#include "core/zstd.hpp"
#include "support/data_file.hpp"

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

TEST(a_build_without_zstd, compresses_nothing) {
    EXPECT_FALSE(has_zstd());
    EXPECT_EQ(zstd_compressed(std::string(1000, 'x')), "");
}

TEST(a_build_without_zstd, says_how_to_read_what_is_compressed) {
    auto const got = zstd_decompressed(test::read_data("zstd/short.zst"), 1000);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), errc::not_supported);
    EXPECT_NE(got.error().to_string().find("DDBSNAP_WITH_ZSTD"), std::string::npos);
}

}  // namespace
}  // namespace ddbsnap
