#pragma once

#include "bench/bench_case.hpp"
#include "bench/latency_histogram.hpp"

#include <ddbsnap/error.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace ddbsnap::bench {

/// User and system time of this process.
std::chrono::microseconds cpu_time() noexcept;

struct measurement {
    double requests_per_second = 0;
    double cpu_micros_per_request = 0;
    double p50_micros = 0;
    double p99_micros = 0;
    double p999_micros = 0;
    double allocations_per_request = 0;
    double items_per_reply = 0;
    long max_resident_kb = 0;  ///< of the process, since the start of the measurement
    std::uint64_t requests = 0;
    std::uint64_t errors = 0;
    std::string first_error;
};

/// Counts what requests cost between start() and stop().
class meter {
   public:
    using clock = std::chrono::steady_clock;

    void start();
    void succeeded(clock::duration took, std::size_t items) noexcept;
    void failed(std::string_view why);
    measurement stop() const;

    /// Whether nothing has worked so far, and that more than `at_most` times.
    bool is_hopeless(std::size_t at_most) const noexcept {
        return errors_ > at_most && latencies_.count() == 0;
    }

   private:
    latency_histogram latencies_;
    std::uint64_t items_ = 0;
    std::uint64_t errors_ = 0;
    std::string first_error_;
    std::uint64_t allocations_ = 0;
    std::chrono::microseconds cpu_{0};
    clock::time_point begun_{};
};

/// Prints the measurement, as JSON or as a line for a person, and what failed on standard error. `who` is the
/// client that was measured. Returns the exit code: 1 when a request failed.
int report(std::string_view who, bench_case const&, measurement const&);

/// The same where it is known beforehand that every request must fail.
int report_hopeless(std::string_view who, bench_case const&, failure const&);

}  // namespace ddbsnap::bench
