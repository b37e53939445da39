#include "aws/canonical_uri.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::sigv4 {
namespace {

options const s3{.normalize_path = false, .double_encode_path = false};

TEST(canonical_uri, an_empty_path_is_the_root) {
    EXPECT_EQ(canonical_path("", {}), "/");
    EXPECT_EQ(canonical_path("", s3), "/");
}

TEST(canonical_uri, dot_segments_never_climb_above_the_root) {
    EXPECT_EQ(canonical_path("/../../a/./b/../c", {}), "/a/c");
    EXPECT_EQ(canonical_path("/..", {}), "/");
    EXPECT_EQ(canonical_path("/a/...", {}), "/a/...");
}

TEST(canonical_uri, escapes_are_encoded_again_but_for_s3) {
    EXPECT_EQ(canonical_path("/a%20b", {}), "/a%2520b");
    EXPECT_EQ(canonical_path("/a%20b", s3), "/a%20b");
    EXPECT_EQ(canonical_path("//./a b%2", s3), "//./a%20b%252");
}

TEST(canonical_uri, a_query_comes_out_the_same_escaped_or_not) {
    EXPECT_EQ(canonical_query("b=x%20y&a=\u1234"), "a=%E1%88%B4&b=x%20y");
    EXPECT_EQ(canonical_query("b=x y&a=%e1%88%b4"), "a=%E1%88%B4&b=x%20y");
}

TEST(canonical_uri, parameters_are_sorted_by_encoded_name_then_value) {
    EXPECT_EQ(canonical_query("a=2&a=10&a=1&A=3"), "A=3&a=1&a=10&a=2");
    // `a-` sorts after `a` although `a-=` would sort before `a=`.
    EXPECT_EQ(canonical_query("a-=1&a=2"), "a=2&a-=1");
}

TEST(canonical_uri, parameters_without_a_value_get_an_equals_sign_and_empty_ones_vanish) {
    EXPECT_EQ(canonical_query("flag&&x=&=y&"), "=y&flag=&x=");
    EXPECT_EQ(canonical_query("a=b=c"), "a=b%3Dc");
    EXPECT_EQ(canonical_query(""), "");
}

}  // namespace
}  // namespace ddbsnap::sigv4
