// Adaptive retries: after throttling, requests are held back.

#include "support/client_fixture.hpp"

#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::found_item;
using testing::HasSubstr;
using namespace std::chrono_literals;

std::string throttled() {
    return dynamodb_answer(400, R"({"__type":"a#ThrottlingException","message":"slow down"})");
}

// After the first throttling the rate is about one request a second, or less, depending on the time between:
// another request has to wait for longer than these calls have time.
class client_adaptive : public test::client_fixture {
   protected:
    client_adaptive() {
        options.retries = retry_mode::adaptive;
        options.overall_timeout = 300ms;
    }
};

TEST_F(client_adaptive, a_retry_that_the_rate_has_no_room_for_is_not_made) {
    serve({{throttled()}});
    auto const f = failure_of_get();
    EXPECT_EQ(f.details().origin, error_origin::server);
    EXPECT_THAT(f.message(), HasSubstr("slow down"));
    EXPECT_EQ(f.details().attempts, 1);
    EXPECT_EQ(requests(), 1u);
}

TEST_F(client_adaptive, the_next_call_is_held_back_as_well_and_says_why) {
    serve({{throttled()}, {found_item()}});
    failure_of_get();
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), condition::throttled);
    EXPECT_EQ(f.details().origin, error_origin::client);
    EXPECT_EQ(f.details().attempts, 0);
    EXPECT_THAT(f.message(), HasSubstr("requests a second are sent"));
    EXPECT_EQ(requests(), 1u);
}

TEST_F(client_adaptive, is_off_in_the_standard_mode) {
    options.retries = retry_mode::standard;
    serve({{throttled()}, {throttled()}, {found_item()}});
    EXPECT_TRUE(get());
    EXPECT_EQ(requests(), 3u);
}

TEST_F(client_adaptive, the_configured_mode_goes_before_the_clients_own) {
    options.retries = retry_mode::standard;
    options.config.retries = {retry_mode::adaptive, "AWS_RETRY_MODE"};
    serve({{throttled()}, {found_item()}});
    EXPECT_FALSE(get());
    EXPECT_EQ(requests(), 1u);
}

TEST_F(client_adaptive, nothing_is_held_back_without_throttling) {
    serve({{found_item()}});
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(get());
    EXPECT_EQ(requests(), 50u);
}

}  // namespace
}  // namespace ddbsnap
