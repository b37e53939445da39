#include "cli/duration_option.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::cli {
namespace {

using namespace std::chrono_literals;

TEST(duration_option, milliseconds_and_the_longer_units_are_taken) {
    EXPECT_EQ(parse_short_duration("0ms"), 0ms);
    EXPECT_EQ(parse_short_duration("250ms"), 250ms);
    EXPECT_EQ(parse_short_duration("0s"), 0ms);
    EXPECT_EQ(parse_short_duration("45s"), 45s);
    EXPECT_EQ(parse_short_duration("5m"), 5min);
}

TEST(duration_option, anything_else_is_refused) {
    for (auto const* text : {"", "ms", "s", "5", "-1ms", "+1ms", "1.5ms", " 1ms", "1 ms", "1ms ", "5ns",
                             "99999999999ms", "1MS", "1sms"})
        EXPECT_EQ(parse_short_duration(text), std::nullopt) << text;
}

}  // namespace
}  // namespace ddbsnap::cli
