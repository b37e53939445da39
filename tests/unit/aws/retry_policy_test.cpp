#include "aws/retry_policy.hpp"

#include "support/data_file.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using ms = std::chrono::milliseconds;

constexpr retry_policy::setback closed{retry_class::transient};
constexpr retry_policy::setback throttled{retry_class::throttling};

TEST(retry_policy, gives_up_after_the_last_attempt) {
    retry_policy policy(4);
    retry_policy::call_state call;
    for (call.attempts = 1; call.attempts < 4; ++call.attempts)
        EXPECT_TRUE(policy.after_failure(call, closed, 0.5));
    EXPECT_FALSE(policy.after_failure(call, closed, 0.5));
}

TEST(retry_policy, waits_as_long_as_botocore_does) {
    auto const rows = test::read_rows("retries/delays.tsv");
    ASSERT_GT(rows.size(), 100u);
    for (auto const& row : rows) {
        ASSERT_EQ(row.size(), 5u);
        retry_policy policy(100);
        retry_policy::call_state call{std::stoi(row[0]), 0};
        retry_policy::setback what{row[1] == "throttling" ? retry_class::throttling : retry_class::transient};
        if (row[3] != "-") what.retry_after = parse_retry_after(row[3]);
        auto const pause = policy.after_failure(call, what, std::stod(row[2]));
        EXPECT_EQ(pause, ms(std::stoi(row[4]))) << row[0] << ' ' << row[1] << ' ' << row[2] << ' ' << row[3];
    }
}

TEST(retry_policy, a_retry_costs_14_tokens_or_5_when_throttled) {
    for (auto const& [what, cost] : {std::pair{closed, 14}, std::pair{throttled, 5}}) {
        retry_policy policy(1000);
        retry_policy::call_state call{1, 0};
        int retries = 0;
        while (policy.after_failure(call, what, 0)) ++retries;
        EXPECT_EQ(retries, 500 / cost);
        EXPECT_EQ(policy.tokens(), 500 % cost);
    }
}

TEST(retry_policy, a_success_gives_back_what_its_last_retry_cost_or_else_one_token) {
    retry_policy policy(1000);
    retry_policy::call_state call{1, 0};
    while (policy.after_failure(call, closed, 0)) {
    }
    int const left = policy.tokens();
    policy.after_success({1, 0});
    EXPECT_EQ(policy.tokens(), left + 1);
    // New keys or a corrected clock take a second attempt, too, which nobody paid for.
    policy.after_success({2, 0});
    EXPECT_EQ(policy.tokens(), left + 2);
    policy.after_success({3, 14});
    EXPECT_EQ(policy.tokens(), left + 16);
}

TEST(retry_policy, the_budget_never_exceeds_500_tokens) {
    retry_policy policy(4);
    policy.after_success({2, 14});
    policy.after_success({1, 0});
    EXPECT_EQ(policy.tokens(), 500);
}

TEST(retry_policy, only_the_last_of_several_retries_is_given_back) {
    retry_policy policy(4);
    retry_policy::call_state call{1, 0};
    EXPECT_TRUE(policy.after_failure(call, closed, 0));
    call.attempts = 2;
    EXPECT_TRUE(policy.after_failure(call, throttled, 0));
    call.attempts = 3;
    policy.after_success(call);
    EXPECT_EQ(policy.tokens(), 500 - 14);
}

TEST(retry_policy, a_retry_that_cannot_begin_in_time_is_neither_made_nor_paid_for) {
    retry_policy policy(4);
    retry_policy::call_state call{1, 0};
    auto what = throttled;
    what.left = ms(500);
    EXPECT_FALSE(policy.after_failure(call, what, 0.5));
    EXPECT_EQ(policy.tokens(), 500);
    what.left = ms(501);
    EXPECT_EQ(policy.after_failure(call, what, 0.5), ms(500));
    EXPECT_EQ(policy.tokens(), 495);
}

TEST(retry_policy, what_can_never_pass_is_not_tried_again) {
    retry_policy policy(9);
    retry_policy::call_state call{1, 0};
    EXPECT_FALSE(policy.after_failure(call, {retry_class::no}, 0));
    EXPECT_EQ(policy.tokens(), 500);
}

TEST(retry_class, of_what_happens_on_the_wire) {
    for (auto const code : {errc::connection_closed, errc::connect_failed, errc::timeout,
                            errc::checksum_mismatch, errc::resolve_failed})
        EXPECT_EQ(classify(failure(code, "")), retry_class::transient) << std::error_code(code).message();
    for (auto const code :
         {errc::certificate_rejected, errc::operation_aborted, errc::malformed_response,
          errc::response_too_large, errc::too_many_waiting, errc::no_credentials, errc::credentials_failed})
        EXPECT_EQ(classify(failure(code, "")), retry_class::no) << std::error_code(code).message();
}

TEST(retry_after, is_a_whole_number_of_milliseconds_or_ignored) {
    EXPECT_EQ(parse_retry_after("1500"), ms(1500));
    EXPECT_EQ(parse_retry_after("0"), ms(0));
    for (auto const* text : {"", "-1", "1.5", "soon", "1500 ms", "99999999999999999999"})
        EXPECT_FALSE(parse_retry_after(text)) << text;
    EXPECT_FALSE(parse_retry_after(std::nullopt));
}

}  // namespace
}  // namespace ddbsnap::aws
