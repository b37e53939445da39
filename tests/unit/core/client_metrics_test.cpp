#include <ddbsnap/client_metrics.hpp>
#include <ddbsnap/error.hpp>

#include <gmock/gmock.h>
#include <sstream>
#include <thread>

namespace ddbsnap {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using namespace std::chrono_literals;

attempt_event attempt_of(std::string_view operation, std::chrono::nanoseconds time) {
    attempt_event e;
    e.operation = operation;
    e.duration = time;
    e.http_status = 200;
    return e;
}

TEST(client_metrics, begin_with_nothing) {
    client_metrics metrics;
    EXPECT_TRUE(metrics.snapshot().operations.empty());
    EXPECT_EQ(metrics.snapshot().connections.open(), 0u);
}

TEST(client_metrics, count_by_operation) {
    client_metrics metrics;
    auto first = attempt_of("PutItem", 3ms);
    first.outcome = service_errc::throttling;
    first.pause = 10ms;
    first.bytes_sent = 100;
    first.bytes_received = 20;
    metrics.on_attempt(first);
    auto second = attempt_of("PutItem", 4ms);
    second.reused_connection = true;
    second.bytes_sent = 100;
    metrics.on_attempt(second);
    metrics.on_call({"PutItem", 2, {}, 20ms});
    auto hedge = attempt_of("GetItem", 1ms);
    hedge.is_hedge = true;
    metrics.on_attempt(hedge);
    metrics.on_call({"GetItem", 1, errc::timeout, 1ms});

    auto const counts = metrics.snapshot();
    ASSERT_EQ(counts.operations.size(), 2u);
    auto const& get = counts.operations[0];
    EXPECT_EQ(get.operation, "GetItem");
    EXPECT_EQ(get.hedges, 1u);
    EXPECT_EQ(get.failed(), 1u);
    auto const& put = counts.operations[1];
    EXPECT_EQ(put.operation, "PutItem");
    EXPECT_EQ(put.calls, 1u);
    EXPECT_EQ(put.attempts, 2u);
    EXPECT_EQ(put.retries, 1u);
    EXPECT_EQ(put.throttled, 1u);
    EXPECT_EQ(put.hedges, 0u);
    EXPECT_EQ(put.failed(), 0u);
    EXPECT_EQ(put.bytes_sent, 200u);
    EXPECT_EQ(put.bytes_received, 20u);
    EXPECT_DOUBLE_EQ(put.attempt_times.sum, 0.007);
    EXPECT_DOUBLE_EQ(put.call_times.sum, 0.020);
    EXPECT_EQ(counts.connections.reused, 1u);
}

TEST(client_metrics, put_a_time_into_the_first_bucket_that_holds_it) {
    struct row {
        std::chrono::nanoseconds time;
        std::size_t bucket;
    };
    for (auto const& [time, bucket] :
         {row{0ns, 0}, row{500us, 0}, row{500'001ns, 1}, row{1ms, 1}, row{9ms, 4}, row{1s, 10}, row{30s, 14},
          row{30'000'000'001ns, 15}, row{1h, 15}}) {
        client_metrics metrics;
        metrics.on_attempt(attempt_of("Query", time));
        auto const times = metrics.snapshot().operations.at(0).attempt_times;
        EXPECT_EQ(times.within.at(bucket), 1u) << time.count();
        EXPECT_EQ(times.count(), 1u);
    }
}

TEST(client_metrics, count_operations_of_any_other_name_together) {
    client_metrics metrics;
    for (int i = 0; i < 100; ++i) metrics.on_attempt(attempt_of("Made" + std::to_string(i), 1ms));
    auto const counts = metrics.snapshot();
    ASSERT_EQ(counts.operations.size(), 1u);
    EXPECT_EQ(counts.operations[0].operation, "other");
    EXPECT_EQ(counts.operations[0].attempts, 100u);
}

TEST(client_metrics, know_how_many_connections_are_open) {
    client_metrics metrics;
    connection_event e;
    e.duration = 2ms;
    for (int i = 0; i < 3; ++i) metrics.on_connection(e);
    e.what = connection_event::kind::closed;
    metrics.on_connection(e);
    e.what = connection_event::kind::failed;
    metrics.on_connection(e);
    auto const c = metrics.snapshot().connections;
    EXPECT_EQ(c.opened, 3u);
    EXPECT_EQ(c.closed, 1u);
    EXPECT_EQ(c.failed, 1u);
    EXPECT_EQ(c.open(), 2u);
    EXPECT_EQ(c.opening_times.count(), 3u);
}

TEST(client_metrics, lose_nothing_when_several_threads_count) {
    client_metrics metrics;
    constexpr int each = 20'000;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < each; ++i) {
                metrics.on_attempt(attempt_of("PutItem", 1ms));
                metrics.on_call({"PutItem", 1, errc::timeout, 1ms});
            }
        });
    for (int i = 0; i < 100; ++i) EXPECT_THAT(metrics.prometheus_text(), HasSubstr("# TYPE"));
    for (auto& thread : threads) thread.join();
    auto const counts = metrics.snapshot();
    EXPECT_EQ(counts.operations.at(0).attempts, 4u * each);
    EXPECT_EQ(counts.operations.at(0).failed(), 4u * each);
    EXPECT_EQ(counts.operations.at(0).call_times.count(), 4u * each);
}

TEST(client_metrics, are_text_that_prometheus_reads) {
    client_metrics metrics;
    metrics.on_attempt(attempt_of("GetItem", 3ms));
    metrics.on_call({"GetItem", 1, errc::timeout, 3ms});
    auto const text = metrics.prometheus_text();
    EXPECT_THAT(text, HasSubstr("# TYPE ddbsnap_client_calls_total counter\n"
                                "ddbsnap_client_calls_total{operation=\"GetItem\"} 1\n"));
    EXPECT_THAT(text,
                HasSubstr("ddbsnap_client_call_failures_total{operation=\"GetItem\",kind=\"timeout\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("# TYPE ddbsnap_client_call_duration_seconds histogram\n"));
    auto const bucket = [](std::string const& le, int n) {
        return "ddbsnap_client_call_duration_seconds_bucket{operation=\"GetItem\",le=\"" + le + "\"} " +
               std::to_string(n) + "\n";
    };
    EXPECT_THAT(text, HasSubstr(bucket("0.0005", 0)));
    EXPECT_THAT(text, HasSubstr(bucket("0.002", 0)));
    EXPECT_THAT(text, HasSubstr(bucket("0.005", 1)));
    EXPECT_THAT(text, HasSubstr(bucket("30", 1) + bucket("+Inf", 1)));
    EXPECT_THAT(text, HasSubstr("ddbsnap_client_call_duration_seconds_sum{operation=\"GetItem\"} 0.003\n"));
    EXPECT_THAT(text, HasSubstr("ddbsnap_client_call_duration_seconds_count{operation=\"GetItem\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("ddbsnap_client_connections_open 0\n"));
}

// The grammar as https://prometheus.io/docs/instrumenting/exposition_formats/ gives it.
TEST(client_metrics, have_only_lines_of_the_published_grammar) {
    client_metrics metrics({{"host", "a\"b\\c\nd"}, {"1st-name", ""}, {"le", "x"}});
    metrics.on_attempt(attempt_of("GetItem", 3ms));
    metrics.on_call({"GetItem", 1, errc::timeout, 3ms});
    auto const text = metrics.prometheus_text();
    auto const is_comment =
        testing::Matches(MatchesRegex("# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram))"));
    auto const is_a_sample = testing::Matches(MatchesRegex(
        R"re([a-zA-Z_:][a-zA-Z0-9_:]*([{]([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\[\\"n])*",?)*[}])? [0-9.e+-]+)re"));
    std::istringstream lines(text);
    int samples = 0;
    for (std::string line; std::getline(lines, line);) {
        bool const is_sample = is_a_sample(line);
        samples += is_sample ? 1 : 0;
        EXPECT_TRUE(is_sample || is_comment(line)) << line;
    }
    EXPECT_GT(samples, 50);
    EXPECT_TRUE(text.ends_with('\n'));
    EXPECT_THAT(text, HasSubstr(R"(host="a\"b\\c\nd",label_1st_name="",le_="x")"));
}

TEST(failure_kind, is_found_for_each_code) {
    struct row {
        std::error_code code;
        std::string_view kind;
    };
    for (auto const& [code, kind] :
         {row{errc::timeout, "timeout"}, row{errc::operation_aborted, "cancelled"},
          row{service_errc::provisioned_throughput_exceeded, "throttled"},
          row{service_errc::access_denied, "unauthorized"}, row{errc::no_credentials, "unauthorized"},
          row{service_errc::resource_not_found, "not_found"}, row{errc::connect_failed, "unreachable"},
          row{errc::too_many_waiting, "unreachable"}, row{service_errc::validation, "bad_request"},
          row{service_errc::conditional_check_failed, "conflict"},
          row{service_errc::transaction_canceled, "conflict"},
          row{service_errc::internal_server_error, "server"},
          row{service_errc::service_unavailable, "server"}, row{errc::checksum_mismatch, "damaged"},
          row{errc::response_too_large, "damaged"}, row{service_errc::unknown, "other"},
          row{std::make_error_code(std::errc::io_error), "other"}})
        EXPECT_EQ(to_string(kind_of(code)), kind) << code.message();
}

}  // namespace
}  // namespace ddbsnap
