#include "aws/amz_date.hpp"

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using namespace std::chrono;

std::string text_of(system_time time) { return std::string(amz_date(time).text()); }

TEST(amz_date, times_are_written_in_utc_without_fractions) {
    // Reference: `date -u -d @SECONDS +%Y%m%dT%H%M%SZ`.
    EXPECT_EQ(text_of(system_time(seconds(1440938160))), "20150830T123600Z");
    EXPECT_EQ(text_of(system_time(milliseconds(1582934399999))), "20200228T235959Z");
    EXPECT_EQ(text_of(system_time(seconds(1582934400))), "20200229T000000Z");
    EXPECT_EQ(text_of(system_time(milliseconds(-1))), "19691231T235959Z");
    EXPECT_EQ(text_of(system_time(seconds(253402300799))), "99991231T235959Z");
    EXPECT_EQ(amz_date(system_time(seconds(1440938160))).day(), "20150830");
}

TEST(amz_date, years_of_other_than_four_digits_are_out_of_range) {
    EXPECT_TRUE(amz_date::is_representable(system_time(seconds(253402300799))));
    EXPECT_FALSE(amz_date::is_representable(system_time(seconds(253402300800))));
    EXPECT_FALSE(amz_date::is_representable(system_time::min()));
}

}  // namespace
}  // namespace ddbsnap
