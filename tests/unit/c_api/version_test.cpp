// All of the public API in one file: it has to fit together.
#include <ddbsnap/ddbsnap.h>
#include <ddbsnap/ddbsnap.hpp>

#include <gtest/gtest.h>

namespace ddbsnap::c_api {
namespace {

TEST(c_version, is_that_of_the_cpp_api) { EXPECT_EQ(ddbsnap_version(), version()); }

}  // namespace
}  // namespace ddbsnap::c_api
