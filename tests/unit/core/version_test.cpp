// All of the public API in one file: it has to fit together.
#include <ddbsnap/ddbsnap.h>
#include <ddbsnap/ddbsnap.hpp>

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

TEST(version, is_that_of_the_headers_and_of_the_c_api) {
    EXPECT_EQ(version(), DDBSNAP_VERSION_STRING);
    EXPECT_EQ(version(), ddbsnap_version());
}

}  // namespace
}  // namespace ddbsnap
