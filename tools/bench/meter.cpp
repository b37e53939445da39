#include "bench/meter.hpp"

#include "aws/json_writer.hpp"
#include "bench/allocation_count.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <sys/resource.h>

namespace ddbsnap::bench {
namespace {

double micros(std::uint64_t nanos) { return static_cast<double>(nanos) / 1000; }

// getrusage() keeps the highest value of the process's whole life, and of what it was before exec.
void forget_peak_memory() { std::ofstream("/proc/self/clear_refs") << "5\n"; }

long peak_memory_kb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

void print_json(std::string_view who, bench_case const& c, measurement const& m) {
    std::string text;
    aws::json_writer out(text);
    auto const number = [&](std::string_view name, double value) {
        out.key(name);
        out.raw(fmt::format("{:.2f}", value));
    };
    out.begin_object();
    out.member("client", who);
    out.member("operation", to_string(c.what));
    out.member("size", static_cast<std::int64_t>(c.size));
    out.member("concurrency", static_cast<std::int64_t>(c.concurrency));
    out.member("requests", static_cast<std::int64_t>(m.requests));
    number("requestsPerSecond", m.requests_per_second);
    number("cpuMicrosPerRequest", m.cpu_micros_per_request);
    number("p50Micros", m.p50_micros);
    number("p99Micros", m.p99_micros);
    number("p999Micros", m.p999_micros);
    out.member("maxResidentKb", std::int64_t{m.max_resident_kb});
    number("allocationsPerRequest", m.allocations_per_request);
    number("itemsPerReply", m.items_per_reply);
    out.member("errors", static_cast<std::int64_t>(m.errors));
    out.member_unless_empty("firstError", m.first_error);
    out.end_object();
    fmt::print("{}\n", text);
}

void print_line(std::string_view who, bench_case const& c, measurement const& m) {
    fmt::print(
        "{} {} of {} bytes, {} at a time, {} requests: {:.0f} a second, {:.1f} us CPU each; "
        "p50 {:.1f}, p99 {:.1f}, p99.9 {:.1f} us; {} KB resident, {:.1f} allocations each\n",
        who, to_string(c.what), c.size, c.concurrency, m.requests, m.requests_per_second,
        m.cpu_micros_per_request, m.p50_micros, m.p99_micros, m.p999_micros, m.max_resident_kb,
        m.allocations_per_request);
}

}  // namespace

std::chrono::microseconds cpu_time() noexcept {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto const of = [](timeval t) {
        return std::chrono::seconds(t.tv_sec) + std::chrono::microseconds(t.tv_usec);
    };
    return of(used.ru_utime) + of(used.ru_stime);
}

void meter::start() {
    forget_peak_memory();
    allocations_ = allocation_count();
    cpu_ = cpu_time();
    begun_ = clock::now();
}

void meter::succeeded(clock::duration took, std::size_t items) noexcept {
    latencies_.add(static_cast<std::uint64_t>(took.count()));
    items_ += items;
}

void meter::failed(std::string_view why) {
    if (errors_++ == 0) first_error_ = why;
}

measurement meter::stop() const {
    auto const took = std::chrono::duration<double>(clock::now() - begun_).count();
    auto const cpu = cpu_time() - cpu_;
    auto const allocations = allocation_count() - allocations_;
    measurement m;
    m.requests = latencies_.count() + errors_;
    m.errors = errors_;
    m.first_error = first_error_;
    m.max_resident_kb = peak_memory_kb();
    if (m.requests == 0) return m;
    auto const each = 1 / static_cast<double>(m.requests);
    m.requests_per_second = static_cast<double>(latencies_.count()) / took;
    m.cpu_micros_per_request = static_cast<double>(cpu.count()) * each;
    m.allocations_per_request = static_cast<double>(allocations) * each;
    m.items_per_reply = static_cast<double>(items_) * each;
    m.p50_micros = micros(latencies_.percentile(0.5));
    m.p99_micros = micros(latencies_.percentile(0.99));
    m.p999_micros = micros(latencies_.percentile(0.999));
    return m;
}

int report(std::string_view who, bench_case const& c, measurement const& m) {
    c.json ? print_json(who, c, m) : print_line(who, c, m);
    if (m.errors == 0) return 0;
    fmt::print(stderr, "ddbsnap-bench: {} of {} requests failed; the first: {}\n", m.errors, m.requests,
               m.first_error);
    return 1;
}

int report_hopeless(std::string_view who, bench_case const& c, failure const& why) {
    measurement m;
    m.requests = m.errors = c.requests;
    m.first_error = why.to_string();
    return report(who, c, m);
}

}  // namespace ddbsnap::bench
