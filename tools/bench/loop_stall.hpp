#pragma once

#include "bench/latency_histogram.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>

namespace ddbsnap::bench {

/// How long others keep a loop from what is due on it: a handler that posts itself again and again, and looks
/// how much time has gone by since it ran last. The loop never sleeps meanwhile.
///
/// Delays are those of heartbeats that are due each `interval`: one long gap delays all that fall into it.
/// They are told by two clocks. The thread's own CPU time stands still while the machine runs other programs
/// in its place, so it shows what the loop's handlers themselves take.
class loop_stall {
   public:
    class delays {
       public:
        /// The delay that `part` (0 to 1) of all heartbeats do not exceed.
        std::chrono::nanoseconds percentile(double part) const noexcept {
            return std::chrono::nanoseconds(histogram_.percentile(part));
        }
        std::chrono::nanoseconds longest() const noexcept { return std::chrono::nanoseconds(longest_); }
        std::uint64_t heartbeats() const noexcept { return histogram_.count(); }
        /// Gaps between two runs that were longer than `budget`.
        std::uint64_t over_budget() const noexcept { return over_budget_; }

       private:
        friend class loop_stall;
        void begin(std::uint64_t now) noexcept;
        void ran(std::uint64_t now) noexcept;

        latency_histogram histogram_;
        std::uint64_t last_ = 0;
        std::uint64_t due_ = 0;
        std::uint64_t longest_ = 0;
        std::uint64_t over_budget_ = 0;
    };

    static constexpr std::chrono::microseconds interval{100};
    static constexpr std::chrono::microseconds budget{200};

    /// This object must stay until the loop has ended.
    explicit loop_stall(boost::asio::any_io_executor loop) : loop_(std::move(loop)) {}
    loop_stall(loop_stall const&) = delete;
    loop_stall& operator=(loop_stall const&) = delete;

    // On the loop's thread.
    void start();
    void stop() noexcept { is_running_ = false; }

    delays const& by_wall_clock() const noexcept { return wall_; }
    delays const& by_own_cpu() const noexcept { return cpu_; }

   private:
    void beat();

    boost::asio::any_io_executor loop_;
    bool is_running_ = false;
    delays wall_;
    delays cpu_;
};

}  // namespace ddbsnap::bench
