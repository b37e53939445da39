#include "aws/rate_limiter.hpp"

#include "support/data_file.hpp"

#include <gtest/gtest.h>
#include <map>

namespace ddbsnap::aws {
namespace {

using seconds = rate_limiter::seconds;

TEST(rate_limiter, sends_at_the_same_rate_as_botocore_at_every_step) {
    auto const rows = test::read_rows("retries/adaptive.tsv");
    ASSERT_GT(rows.size(), 300u);
    std::map<std::string, rate_limiter> limiters;
    for (auto const& row : rows) {
        seconds const now(std::stod(row.at(1)));
        auto& limiter = limiters.try_emplace(row.at(0), now).first->second;
        auto const where = row[0] + " at " + row[1];
        if (row[2] == "take") {
            EXPECT_NEAR(limiter.acquire(now).count(), std::stod(row.at(3)), 1e-5) << where;
            continue;
        }
        limiter.on_answer(row[2] == "throttled", now);
        EXPECT_NEAR(limiter.rate(), std::stod(row.at(3)), 1e-5) << where;
        EXPECT_NEAR(limiter.measured_rate(), std::stod(row.at(4)), 1e-5) << where;
        EXPECT_NEAR(limiter.capacity(), std::stod(row.at(5)), 1e-5) << where;
    }
    EXPECT_EQ(limiters.size(), 3u);
}

TEST(rate_limiter, limits_nothing_before_the_first_throttling) {
    rate_limiter limiter(seconds(10));
    for (int i = 0; i < 1000; ++i) {
        EXPECT_EQ(limiter.acquire(seconds(10)).count(), 0);
        limiter.on_answer(false, seconds(10));
    }
    EXPECT_FALSE(limiter.is_limiting());
}

TEST(rate_limiter, gives_a_token_after_the_time_it_named) {
    rate_limiter limiter(seconds(10));
    limiter.on_answer(true, seconds(11));
    EXPECT_TRUE(limiter.is_limiting());
    while (limiter.acquire(seconds(11)).count() == 0) {
    }
    auto const wait = limiter.acquire(seconds(11));
    EXPECT_GT(limiter.acquire(seconds(11) + wait * 0.9).count(), 0);
    EXPECT_EQ(limiter.acquire(seconds(11) + wait * 1.0001).count(), 0);
}

}  // namespace
}  // namespace ddbsnap::aws
