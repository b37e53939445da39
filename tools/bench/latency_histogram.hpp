#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace ddbsnap::bench {

/// Times in nanoseconds, to within 0.8 percent, in memory that does not grow with their number: what is
/// measured is not the memory of the measurement.
class latency_histogram {
   public:
    void add(std::uint64_t nanos) noexcept;

    /// The time that `part` (0 to 1) of all times do not exceed; 0 when there are none.
    std::uint64_t percentile(double part) const noexcept;
    std::uint64_t count() const noexcept { return count_; }

   private:
    static constexpr unsigned bits = 7;  // of each time that are kept, below its highest one

    std::array<std::uint32_t, (64 - bits + 1) << bits> counts_{};
    std::uint64_t count_ = 0;
};

}  // namespace ddbsnap::bench
