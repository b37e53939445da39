#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace ddbsnap::aws {

/// The latest latencies of one kind of request.
class latency_window {
   public:
    using nanoseconds = std::chrono::nanoseconds;

    static constexpr std::size_t size = 256;    ///< remembered
    static constexpr std::size_t least = 32;    ///< before that, nothing is said about any percentile
    static constexpr std::size_t refresh = 16;  ///< the percentile is worked out anew after so many

    /// @param percentile  in (0, 100]
    explicit latency_window(double percentile) : percentile_(percentile) {}

    void add(nanoseconds latency);

    /// Below which that part of them was; nothing while too few are known.
    std::optional<nanoseconds> percentile() const noexcept { return value_; }

   private:
    void work_out();

    double percentile_;
    std::vector<nanoseconds> latencies_;  // in a ring once it is full
    std::vector<nanoseconds> sorted_;
    std::size_t next_ = 0;
    std::size_t since_ = 0;
    std::optional<nanoseconds> value_;
};

/// When a second request is sent beside a slow read, and whether that is still within the budget: each read
/// earns a part of one, so that hedges stay that part of all reads also while the service is slow.
class hedge_policy {
   public:
    using nanoseconds = std::chrono::nanoseconds;
    enum class read { get_item, query };

    struct limits {
        double percentile = 0;  ///< 0: never hedge
        nanoseconds at_least{0};
        double most = 0;  ///< of all reads
    };

    explicit hedge_policy(limits l);

    bool is_on() const noexcept { return limits_.percentile > 0 && limits_.most > 0; }

    /// How long a read may take before it counts as slow; nothing: it is not known yet.
    std::optional<nanoseconds> delay(read what) const noexcept;

    /// Takes a hedge out of the budget; false: there is none left.
    bool spend() noexcept;

    /// A read was answered, so long after it was sent.
    void on_answer(read what, nanoseconds latency);

   private:
    static constexpr double most_saved = 10;  // hedges, for after a quiet time

    limits limits_;
    std::array<latency_window, 2> windows_;
    double budget_ = 0;
};

}  // namespace ddbsnap::aws
