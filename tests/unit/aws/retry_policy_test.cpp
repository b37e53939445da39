#include "aws/retry_policy.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using ms = std::chrono::milliseconds;

failure throttled() { return failure(service_errc::throttling, "slow down"); }
failure closed() { return failure(errc::connection_closed, "gone"); }

TEST(retry_policy, gives_up_after_the_last_attempt) {
    retry_policy policy(4);
    retry_policy::call_state call;
    for (call.attempts = 1; call.attempts < 4; ++call.attempts)
        EXPECT_TRUE(policy.after_failure(call, closed(), 0.5, {}));
    EXPECT_FALSE(policy.after_failure(call, closed(), 0.5, {}));
}

TEST(retry_policy, delays_double_from_25_ms_or_from_a_second_when_throttled_up_to_20_s) {
    struct row {
        int attempts;
        bool throttled;
        ms expected;
    };
    for (auto const& [attempts, slow, expected] :
         {row{1, false, ms(12)}, row{2, false, ms(25)}, row{3, false, ms(50)}, row{1, true, ms(500)},
          row{2, true, ms(1000)}, row{9, true, ms(10'000)}}) {
        retry_policy policy(100);
        retry_policy::call_state call{attempts, 0};
        EXPECT_EQ(policy.after_failure(call, slow ? throttled() : closed(), 0.5, {}), expected);
    }
}

TEST(retry_policy, an_empty_bucket_stops_retries_at_once_and_successes_refill_it) {
    retry_policy policy(1000);
    retry_policy::call_state call{1, 0};
    int retries = 0;
    while (policy.after_failure(call, closed(), 0, {})) ++retries;
    EXPECT_EQ(retries, 500 / 14);
    int const left = policy.tokens();
    policy.after_success({1, 0});
    EXPECT_EQ(policy.tokens(), left + 1);
    policy.after_success({2, 14});
    EXPECT_EQ(policy.tokens(), left + 15);
}

TEST(retry_policy, the_service_may_ask_for_up_to_five_seconds_more) {
    retry_policy policy(9);
    retry_policy::call_state call{1, 0};
    EXPECT_EQ(policy.after_failure(call, closed(), 0, ms(1500)), ms(1500));
    EXPECT_EQ(policy.after_failure(call, closed(), 0, ms(60'000)), ms(5000));
    EXPECT_EQ(policy.after_failure(call, throttled(), 0.5, ms(1)), ms(500));
}

TEST(retry_policy, what_can_never_pass_is_not_tried_again) {
    retry_policy policy(9);
    retry_policy::call_state call{1, 0};
    for (std::error_code code :
         {std::error_code(service_errc::validation), std::error_code(service_errc::conditional_check_failed),
          std::error_code(service_errc::transaction_canceled), std::error_code(errc::certificate_rejected),
          std::error_code(errc::operation_aborted)})
        EXPECT_FALSE(policy.after_failure(call, failure(code, "no"), 0, {})) << code.message();
    failure by_status(service_errc::unknown, "odd");
    by_status.details().http_status = 502;
    EXPECT_TRUE(policy.after_failure(call, by_status, 0, {}));
}

}  // namespace
}  // namespace ddbsnap::aws
