#include "core/exposition_writer.hpp"

#include <ddbsnap/client_metrics.hpp>
#include <ddbsnap/error.hpp>

#include <algorithm>
#include <atomic>
#include <numeric>

namespace ddbsnap {
namespace {

// A fixed set, so that names out of a program's data can never make ever more series.
constexpr std::array<std::string_view, 17> operations{"GetItem",
                                                      "PutItem",
                                                      "UpdateItem",
                                                      "DeleteItem",
                                                      "Query",
                                                      "Scan",
                                                      "BatchWriteItem",
                                                      "BatchGetItem",
                                                      "TransactWriteItems",
                                                      "TransactGetItems",
                                                      "CreateTable",
                                                      "DescribeTable",
                                                      "DeleteTable",
                                                      "ListTables",
                                                      "UpdateTimeToLive",
                                                      "DescribeTimeToLive",
                                                      "other"};

class counter {
   public:
    void add(std::uint64_t n = 1) noexcept { value_.fetch_add(n, std::memory_order_relaxed); }
    std::uint64_t get() const noexcept { return value_.load(std::memory_order_relaxed); }

   private:
    std::atomic<std::uint64_t> value_{0};
};

std::size_t place_of(std::chrono::nanoseconds time) noexcept {
    auto const seconds = std::chrono::duration<double>(time).count();
    auto const& bounds = latency_counts::bounds;
    return static_cast<std::size_t>(std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin());
}

class latency_counter {
   public:
    void add(std::chrono::nanoseconds time) noexcept {
        within_[place_of(time)].add();
        nanoseconds_.add(static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0)));
    }
    latency_counts get() const {
        latency_counts out;
        for (std::size_t i = 0; i < within_.size(); ++i) out.within[i] = within_[i].get();
        out.sum = static_cast<double>(nanoseconds_.get()) / 1e9;
        return out;
    }

   private:
    std::array<counter, latency_counts::bounds.size() + 1> within_;
    counter nanoseconds_;
};

struct operation_counters {
    counter attempts, retries, throttled, hedges, bytes_sent, bytes_received;
    std::array<counter, failure_kinds> failures;
    latency_counter call_times, attempt_times;  // their buckets are the calls

    operation_counts get(std::string_view name) const {
        operation_counts out;
        out.operation = name;
        for (std::size_t i = 0; i < failure_kinds; ++i) out.failures[i] = failures[i].get();
        out.attempts = attempts.get();
        out.retries = retries.get();
        out.throttled = throttled.get();
        out.hedges = hedges.get();
        out.bytes_sent = bytes_sent.get();
        out.bytes_received = bytes_received.get();
        out.call_times = call_times.get();
        out.attempt_times = attempt_times.get();
        out.calls = out.call_times.count();
        return out;
    }
};

using member = std::uint64_t operation_counts::*;

struct operation_metric {
    std::string_view name;
    std::string_view help;
    member value;
};

constexpr operation_metric operation_metrics[]{
    {"ddbsnap_client_calls_total", "Calls that have ended.", &operation_counts::calls},
    {"ddbsnap_client_attempts_total", "Requests sent for calls, repeated and hedged ones included.",
     &operation_counts::attempts},
    {"ddbsnap_client_retries_total", "Requests that were repeated.", &operation_counts::retries},
    {"ddbsnap_client_throttled_total", "Requests that DynamoDB refused for their rate.",
     &operation_counts::throttled},
    {"ddbsnap_client_hedges_total", "Second requests beside a slow read.", &operation_counts::hedges},
    {"ddbsnap_client_sent_bytes_total", "Bytes of requests.", &operation_counts::bytes_sent},
    {"ddbsnap_client_received_bytes_total", "Bytes of answers.", &operation_counts::bytes_received},
};

void write(exposition_writer& out, std::vector<operation_counts> const& all) {
    for (auto const& metric : operation_metrics) {
        out.begin(metric.name, "counter", metric.help);
        for (auto const& one : all)
            out.sample(metric.name, {{"operation", one.operation}}, one.*metric.value);
    }
    constexpr std::string_view failures = "ddbsnap_client_call_failures_total";
    out.begin(failures, "counter", "Calls that have failed, by what they failed of.");
    for (auto const& one : all)
        for (std::size_t i = 0; i < failure_kinds; ++i)
            if (one.failures[i] != 0)
                out.sample(failures,
                           {{"operation", one.operation}, {"kind", to_string(static_cast<failure_kind>(i))}},
                           one.failures[i]);
    constexpr std::string_view call_times = "ddbsnap_client_call_duration_seconds";
    out.begin(call_times, "histogram", "From call to result, retries and pauses included.");
    for (auto const& one : all) out.histogram(call_times, {{"operation", one.operation}}, one.call_times);
    constexpr std::string_view attempt_times = "ddbsnap_client_attempt_duration_seconds";
    out.begin(attempt_times, "histogram", "From asking for a connection to the last byte of the answer.");
    for (auto const& one : all)
        out.histogram(attempt_times, {{"operation", one.operation}}, one.attempt_times);
}

void write(exposition_writer& out, connection_counts const& c) {
    auto const single = [&](std::string_view name, std::string_view type, std::string_view help,
                            std::uint64_t value) {
        out.begin(name, type, help);
        out.sample(name, {}, value);
    };
    single("ddbsnap_client_connections_opened_total", "counter", "Connections opened.", c.opened);
    single("ddbsnap_client_connections_failed_total", "counter", "Connections that could not be opened.",
           c.failed);
    single("ddbsnap_client_connections_closed_total", "counter", "Connections closed.", c.closed);
    single("ddbsnap_client_connections_reused_total", "counter",
           "Requests over a connection that had been used before.", c.reused);
    single("ddbsnap_client_connections_open", "gauge", "Connections that are open.", c.open());
    constexpr std::string_view times = "ddbsnap_client_connection_opening_seconds";
    out.begin(times, "histogram", "Names, connection and TLS handshake of connections that were opened.");
    out.histogram(times, {}, c.opening_times);
}

}  // namespace

struct client_metrics::counters {
    std::array<operation_counters, operations.size()> of;
    counter opened, failed, closed, reused;
    latency_counter opening_times;

    operation_counters& of_operation(std::string_view name) noexcept {
        auto const found = std::find(operations.begin(), operations.end() - 1, name);
        return of[static_cast<std::size_t>(found - operations.begin())];
    }
};

client_metrics::client_metrics(std::vector<label> labels)
    : counters_(std::make_unique<counters>()), labels_(std::move(labels)) {}
client_metrics::~client_metrics() = default;

void client_metrics::on_attempt(attempt_event const& e) noexcept {
    auto& o = counters_->of_operation(e.operation);
    o.attempts.add();
    if (e.pause) o.retries.add();
    if (e.is_hedge) o.hedges.add();
    if (e.outcome == condition::throttled) o.throttled.add();
    if (e.reused_connection) counters_->reused.add();
    o.bytes_sent.add(e.bytes_sent);
    o.bytes_received.add(e.bytes_received);
    o.attempt_times.add(e.duration);
}

void client_metrics::on_call(call_event const& e) noexcept {
    auto& o = counters_->of_operation(e.operation);
    if (e.outcome) o.failures[static_cast<std::size_t>(kind_of(e.outcome))].add();
    o.call_times.add(e.duration);
}

void client_metrics::on_connection(connection_event const& e) noexcept {
    switch (e.what) {
        case connection_event::kind::opened:
            counters_->opened.add();
            counters_->opening_times.add(e.duration);
            break;
        case connection_event::kind::failed:
            counters_->failed.add();
            break;
        case connection_event::kind::closed:
            counters_->closed.add();
            break;
    }
}

client_counts client_metrics::snapshot() const {
    client_counts out;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        auto one = counters_->of[i].get(operations[i]);
        if (one.calls != 0 || one.attempts != 0) out.operations.push_back(one);
    }
    auto& c = out.connections;
    c.closed = counters_->closed.get();  // before those that were opened: there are never fewer of them
    c.opened = counters_->opened.get();
    c.failed = counters_->failed.get();
    c.reused = counters_->reused.get();
    c.opening_times = counters_->opening_times.get();
    return out;
}

std::string client_metrics::prometheus_text() const {
    auto const counts = snapshot();
    exposition_writer out(labels_);
    write(out, counts.operations);
    write(out, counts.connections);
    return std::move(out).take();
}

std::uint64_t latency_counts::count() const noexcept {
    return std::accumulate(within.begin(), within.end(), std::uint64_t{0});
}

void latency_counts::add(std::chrono::nanoseconds time) noexcept {
    ++within[place_of(time)];
    sum += static_cast<double>(std::max<std::int64_t>(time.count(), 0)) / 1e9;
}

std::uint64_t operation_counts::failed() const noexcept {
    return std::accumulate(failures.begin(), failures.end(), std::uint64_t{0});
}

}  // namespace ddbsnap
