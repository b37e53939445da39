#include <ddbsnap/version.hpp>

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

TEST(version, is_that_of_the_headers) { EXPECT_EQ(version(), DDBSNAP_VERSION_STRING); }

}  // namespace
}  // namespace ddbsnap
