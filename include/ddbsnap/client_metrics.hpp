#pragma once

#include <ddbsnap/metrics.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace ddbsnap {

/// What failures are counted as.
enum class failure_kind {
    timeout,
    cancelled,
    throttled,
    unauthorized,
    not_found,
    unreachable,
    bad_request,
    conflict,  ///< a condition that does not hold, a transaction that was cancelled
    server,    ///< an HTTP 5xx
    damaged,   ///< an answer that cannot be read or was changed on its way
    other,
};
inline constexpr std::size_t failure_kinds = 11;

failure_kind kind_of(std::error_code) noexcept;
std::string_view to_string(failure_kind) noexcept;

/// How many took how long.
struct latency_counts {
    /// In seconds; what takes exactly as long counts as within.
    static constexpr std::array<double, 15> bounds{0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1,
                                                   0.2,    0.5,   1,     2,     5,    10,   30};

    std::array<std::uint64_t, bounds.size() + 1>
        within{};    ///< above the bound before; last: above all bounds
    double sum = 0;  ///< seconds

    std::uint64_t count() const noexcept;
    void add(std::chrono::nanoseconds) noexcept;
};

/// What became of one operation's calls so far.
struct operation_counts {
    std::string_view operation;
    std::uint64_t calls = 0;
    std::array<std::uint64_t, failure_kinds> failures{};  ///< of calls, by failure_kind
    std::uint64_t attempts = 0;                           ///< hedges included
    std::uint64_t retries = 0;
    std::uint64_t throttled = 0;  ///< attempts
    std::uint64_t hedges = 0;
    std::uint64_t bytes_sent = 0;
    std::uint64_t bytes_received = 0;
    latency_counts call_times;     ///< pauses included
    latency_counts attempt_times;  ///< waiting for a connection included

    std::uint64_t failed() const noexcept;
};

struct connection_counts {
    std::uint64_t opened = 0;
    std::uint64_t failed = 0;
    std::uint64_t closed = 0;
    std::uint64_t reused = 0;  ///< requests over a connection that had been used before
    latency_counts opening_times;

    std::uint64_t open() const noexcept { return opened > closed ? opened - closed : 0; }
};

struct client_counts {
    std::vector<operation_counts> operations;  ///< only those that were called
    connection_counts connections;
};

/// Counts what clients do: for a program's own use, and for Prometheus.
///
///     auto const metrics = std::make_shared<ddbsnap::client_metrics>();
///     options.observer = metrics;
///     ...
///     answer(metrics->prometheus_text());  // to GET /metrics
///
/// Operations other than those of dynamodb_client count together as `other`. Nothing is allocated while
/// counting.
///
/// @thread_safety everything may be called from any thread at the same time; several clients may share one
class client_metrics final : public client_observer {
   public:
    using label = std::pair<std::string, std::string>;

    /// @param labels  name and value, for each line of the text: {"table", "Snapshots2"}. What a name may not
    ///                consist of becomes `_`
    explicit client_metrics(std::vector<label> labels = {});
    ~client_metrics() override;

    void on_attempt(attempt_event const&) noexcept override;
    void on_call(call_event const&) noexcept override;
    void on_connection(connection_event const&) noexcept override;

    /// Each number is exact; they are read one after the other while others may go on counting.
    client_counts snapshot() const;

    /// Prometheus' text exposition format, version 0.0.4: `text/plain; version=0.0.4`.
    std::string prometheus_text() const;

   private:
    struct counters;

    std::unique_ptr<counters> counters_;
    std::vector<label> labels_;
};

}  // namespace ddbsnap
