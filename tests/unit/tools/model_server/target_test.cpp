#include "model_server/target.hpp"

#include "model_server/parameters.hpp"

#include <gmock/gmock.h>

namespace model_server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

TEST(target, a_path_is_its_segments) {
    EXPECT_THAT(parse_target("/")->path, IsEmpty());
    EXPECT_THAT(parse_target("/models")->path, ElementsAre("models"));
    EXPECT_THAT(parse_target("/models/")->path, ElementsAre("models"));
    EXPECT_THAT(parse_target("/models/noop/1.0?x=/y")->path, ElementsAre("models", "noop", "1.0"));
    EXPECT_THAT(parse_target("//models")->path, ElementsAre("", "models"));
}

TEST(target, percent_codes_are_decoded_after_the_parts_are_told_apart) {
    EXPECT_THAT(parse_target("/a%2Fb%3fc/%c3%BC+")->path, ElementsAre("a/b?c", "ü+"));
    EXPECT_THAT(parse_target("/m?a%3Db=c%26d+e&f")->query, ElementsAre(Pair("a=b", "c&d e"), Pair("f", "")));
    EXPECT_THAT(parse_target("/m?a=b=c&&d=1#e=2")->query, ElementsAre(Pair("a", "b=c"), Pair("d", "1")));
}

TEST(target, what_is_no_text_is_refused) {
    for (auto const* text :
         {"", "models", "*", "http://host/models", "/%", "/%4", "/%4g", "/%-1", "/%00", "/%0a", "/\x7f",
          "/%ff", "/%c3", "/%e2%82/x", "/%ed%a0%80", "/m?%ff=1", "/m?a=%0d", "/m?a=%"})
        EXPECT_FALSE(parse_target(text)) << text;
}

struct query_parameters : testing::Test {
    target const t = parse_target("/m?n=7&n=8&low=-1&word=x&big=2147483648&yes=true&maybe=1&none=").value();
    parameters given{t};
};

TEST_F(query_parameters, of_two_the_first_counts) {
    EXPECT_EQ(given.text("n"), "7");
    EXPECT_EQ(given.number("n", 0, 0), 7);
    EXPECT_FALSE(given.complaint());
}

TEST_F(query_parameters, what_is_not_given_has_its_usual_value) {
    EXPECT_EQ(given.number("other", 5, 0), 5);
    EXPECT_FALSE(given.flag("other"));
    EXPECT_TRUE(given.flag("yes"));
    EXPECT_FALSE(given.complaint());
}

TEST_F(query_parameters, what_is_no_such_number_is_complained_of) {
    for (auto const* name : {"low", "word", "big", "none"}) {
        parameters each(t);
        each.number(name, 0, 0);
        EXPECT_THAT(each.complaint().value(), HasSubstr(name));
    }
}

TEST_F(query_parameters, the_first_complaint_stays) {
    given.required("missing");
    given.flag("maybe");
    EXPECT_EQ(given.complaint(), "Parameter missing is required.");
}

}  // namespace
}  // namespace model_server
