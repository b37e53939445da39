#include "torchserve_plugin/jni/log_lines.hpp"

#include <gtest/gtest.h>
#include <string>
#include <thread>

namespace ddbsnap::torchserve_plugin {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds at_once{0};
constexpr milliseconds for_ever{-1};

TEST(log_lines, come_out_in_the_order_in_which_they_went_in) {
    log_lines lines;
    lines.add(log_level::info, "first");
    lines.add(log_level::error, "second");
    auto const first = lines.next(at_once);
    auto const second = lines.next(at_once);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->text, "first");
    EXPECT_EQ(first->level, log_level::info);
    EXPECT_EQ(second->text, "second");
    EXPECT_EQ(second->level, log_level::error);
    EXPECT_FALSE(lines.next(at_once));
}

TEST(log_lines, one_who_waits_gets_what_comes) {
    log_lines lines;
    std::optional<log_lines::line> got;
    std::thread reader([&] { got = lines.next(for_ever); });
    lines.add(log_level::info, "news");
    reader.join();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->text, "news");
}

TEST(log_lines, the_end_gives_what_is_left_and_then_nothing) {
    log_lines lines;
    lines.add(log_level::info, "left");
    lines.end();
    EXPECT_TRUE(lines.next(for_ever));
    EXPECT_FALSE(lines.next(for_ever));
}

TEST(log_lines, what_nobody_fetches_is_bounded_and_the_rest_is_counted) {
    log_lines lines;
    for (std::size_t i = 0; i < log_lines::most + 7; ++i) lines.add(log_level::info, std::to_string(i));
    for (std::size_t i = 0; i < log_lines::most; ++i) EXPECT_EQ(lines.next(at_once)->text, std::to_string(i));
    auto const last = lines.next(at_once);
    ASSERT_TRUE(last);
    EXPECT_EQ(last->level, log_level::warning);
    EXPECT_EQ(last->text, "7 lines of the log were dropped");
    EXPECT_FALSE(lines.next(at_once));
}

}  // namespace
}  // namespace ddbsnap::torchserve_plugin
