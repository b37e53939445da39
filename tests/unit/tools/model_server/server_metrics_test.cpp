#include "model_server/server_metrics.hpp"

#include <gmock/gmock.h>

namespace model_server {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

// Prometheus' text format: buckets are cumulative, and what takes exactly as long as a bound is within it.
TEST(histogram, buckets_are_cumulative) {
    histogram times;
    for (auto const time : {10'000ns, 10'001ns, 1'000'000ns, 20'000'000'000ns}) times.add(time);
    std::string text;
    times.append_to(text, "t", "");
    EXPECT_THAT(text, HasSubstr("t_bucket{le=\"1e-05\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("t_bucket{le=\"2e-05\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("t_bucket{le=\"0.001\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("t_bucket{le=\"10\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("t_bucket{le=\"+Inf\"} 4\n"));
    EXPECT_THAT(text, HasSubstr("t_sum 20.001020001\nt_count 4\n"));
}

TEST(server_metrics, requests_are_counted_by_call_and_status) {
    server_metrics metrics;
    metrics.count_request("predict", 200, 1ms);
    metrics.count_request("predict", 200, 1ms);
    metrics.count_request("predict", 404, 1ms);
    auto const text = metrics.prometheus_text();
    EXPECT_THAT(text, HasSubstr("model_server_requests_total{call=\"predict\",code=\"200\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("model_server_requests_total{call=\"predict\",code=\"404\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("model_server_request_duration_seconds_count{call=\"predict\"} 3\n"));
}

TEST(server_metrics, the_heartbeat_is_told_only_where_there_is_one) {
    server_metrics metrics;
    EXPECT_THAT(metrics.prometheus_text(), Not(HasSubstr("loop_stall")));
    metrics.lateness.emplace().add(3ms);
    EXPECT_THAT(metrics.prometheus_text(),
                HasSubstr("model_server_loop_stall_seconds_bucket{le=\"0.005\"} 1\n"));
}

}  // namespace
}  // namespace model_server
