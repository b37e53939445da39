#include "aws/role_name.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

TEST(role_name, is_the_first_line_trimmed) {
    for (auto const* list : {"role", "role\n", " role \r\nother\n", "\nrole\nother", "role\r\n"})
        EXPECT_EQ(read_role_name(list).value(), "role") << list;
    EXPECT_EQ(read_role_name("My role").value(), "My role");
    for (auto const* nothing : {"", "\n", " \r\n"}) EXPECT_EQ(read_role_name(nothing).value(), "");
}

TEST(role_name, what_can_be_no_name_is_refused) {
    for (auto const& list :
         {std::string("ro\x01le"), std::string("ro\0le", 5), std::string("ro\rle"), std::string("ro\tle"),
          std::string("role\x7f"), std::string("."), std::string(".."), std::string(10 << 20, 'r')}) {
        auto const role = read_role_name(list);
        ASSERT_FALSE(role) << list.substr(0, 20);
        EXPECT_EQ(role.error().code(), errc::malformed_response);
        EXPECT_LT(role.error().message().size(), 100u);
    }
}

TEST(role_name, is_one_segment_of_a_path) {
    EXPECT_EQ(role_segment("Role_1-a.b+c=d,e@f"), "Role_1-a.b+c=d,e@f");
    EXPECT_EQ(role_segment("../../../x?y#z"), "..%2F..%2F..%2Fx%3Fy%23z");
    EXPECT_EQ(role_segment("a b%2f\xc3\xa9"), "a%20b%252f%C3%A9");
}

}  // namespace
}  // namespace ddbsnap::aws
