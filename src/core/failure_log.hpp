#pragma once

#include <ddbsnap/error.hpp>
#include <ddbsnap/log.hpp>
#include <ddbsnap/world.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace ddbsnap {

/// The log lines of something that is tried again and again, where an outage of an hour must not fill a disk.
/// Of each kind of failure, its code, there is a line at once, and the next one after a minute, or after ten
/// seconds if all went well in between; it says how often that kind came meanwhile. One line at `info` says
/// that what had failed goes well again.
///
/// @thread_safety none: one thread or strand at a time
class failure_log {
   public:
    /// @param what  what is done, as in "saving to dynamodb:Snapshots2"
    failure_log(logger to, std::string what) : to_(std::move(to)), what_(std::move(what)) {}

    void on_failure(failure const&, steady_time now);
    void on_success(steady_time now);

   private:
    struct kind {
        std::error_code code;
        steady_time told;
        std::uint64_t untold = 0;      // failures since
        bool went_well_since = false;  // whatever it was that failed
    };
    static bool is_worth_a_line(kind const&, steady_time now) noexcept;

    logger to_;
    std::string what_;
    std::vector<kind> kinds_;
    std::optional<steady_time> failing_since_;  // while there is a line that says so
    std::uint64_t failures_ = 0;                // since then
};

}  // namespace ddbsnap
