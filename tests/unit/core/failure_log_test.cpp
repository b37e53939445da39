#include "core/failure_log.hpp"

#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

struct failure_log_lines : testing::Test {
    std::vector<std::string> lines;
    steady_time now{};
    failure_log log{logger(log_level::info,
                           [this](log_level level, std::string_view line) {
                               lines.push_back(std::string(to_string(level)) + ' ' + std::string(line));
                           }),
                    "saving to x"};

    void fail(errc code, std::string why) { log.on_failure(failure(code, std::move(why)), now); }
    std::vector<std::string> taken() { return std::exchange(lines, {}); }
};

TEST_F(failure_log_lines, tell_the_first_failure_and_its_end) {
    log.on_success(now);
    EXPECT_THAT(taken(), IsEmpty());
    fail(errc::connect_failed, "refused");
    EXPECT_THAT(taken(), ElementsAre("warning saving to x: refused"));
    now += 4100ms;
    log.on_success(now);
    EXPECT_THAT(taken(), ElementsAre("info saving to x works again, after 4.1 s and 1 failure"));
    log.on_success(now);
    EXPECT_THAT(taken(), IsEmpty());
}

TEST_F(failure_log_lines, of_an_outage_are_one_a_minute) {
    for (int i = 0; i != 6000; ++i) {
        fail(errc::connect_failed, "refused");
        now += 100ms;
    }
    auto const got = taken();
    ASSERT_EQ(got.size(), 10u);
    EXPECT_EQ(got[0], "warning saving to x: refused");
    EXPECT_EQ(got[1], "warning saving to x: refused (599 more of these since the last such line)");
    EXPECT_EQ(got[9], got[1]);
    log.on_success(now);
    EXPECT_THAT(taken(), ElementsAre("info saving to x works again, after 600.0 s and 6000 failures"));
}

TEST_F(failure_log_lines, tell_another_kind_at_once_and_each_kind_by_itself) {
    fail(errc::connect_failed, "refused");
    fail(errc::timeout, "too late");
    for (int i = 0; i != 100; ++i) {
        fail(errc::connect_failed, "refused");
        fail(errc::timeout, "too late");
    }
    EXPECT_THAT(taken(), ElementsAre("warning saving to x: refused", "warning saving to x: too late"));
}

TEST_F(failure_log_lines, are_few_where_it_goes_well_now_and_then) {
    for (int i = 0; i != 600; ++i) {
        fail(errc::connect_failed, "refused");
        now += 50ms;
        log.on_success(now);
        now += 50ms;
    }
    auto const got = taken();
    // In a minute a pair every ten seconds; the ends of failures that were not told are not told either.
    ASSERT_EQ(got.size(), 12u);
    EXPECT_EQ(got[1], "info saving to x works again, after 0.1 s and 1 failure");
    EXPECT_EQ(got[2], "warning saving to x: refused (99 more of these since the last such line)");
}

TEST_F(failure_log_lines, tell_the_next_outage_at_once_when_the_last_is_long_over) {
    fail(errc::connect_failed, "refused");
    log.on_success(now);
    taken();
    now += 11s;
    fail(errc::connect_failed, "refused");
    EXPECT_THAT(taken(), ElementsAre("warning saving to x: refused"));
}

}  // namespace
}  // namespace ddbsnap
