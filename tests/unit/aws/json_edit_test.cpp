#include "aws/json_edit.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

TEST(json_edit, changes_members_where_they_stand_and_keeps_others_as_they_were_written) {
    auto const changed =
        with_members("{ \"Name\" : \"a\", \"other\":{ \"x\" : [1.50, \"\\u00e4\"] } ,\"last\":null}\n",
                     {{"name", json_string("b\"\n")}, {"new", "{\"y\":1}"}});
    ASSERT_TRUE(changed) << changed.error().message();
    EXPECT_EQ(
        *changed,
        "{\"Name\":\"b\\\"\\n\",\"other\":{ \"x\" : [1.50, \"\\u00e4\"] },\"last\":null,\"new\":{\"y\":1}}");
}

TEST(json_edit, an_empty_object_gets_all) {
    EXPECT_EQ(with_members("{}", {{"a", "1"}, {"b", "2"}}).value(), "{\"a\":1,\"b\":2}");
}

TEST(json_edit, what_is_no_object_is_refused) {
    for (auto const* text : {"", "[]", "{", "{\"a\":}", "{} {}"})
        EXPECT_FALSE(with_members(text, {{"a", "1"}})) << text;
}

}  // namespace
}  // namespace ddbsnap::aws
