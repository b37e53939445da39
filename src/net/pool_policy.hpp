#pragma once

#include <ddbsnap/connection_options.hpp>
#include <ddbsnap/world.hpp>

#include <chrono>
#include <cstddef>

namespace ddbsnap::net {

/// The connections of a pool, and the calls that wait for one.
struct pool_counts {
    std::size_t busy = 0;     ///< carrying a request
    std::size_t idle = 0;     ///< open, for whoever comes next
    std::size_t opening = 0;  ///< being opened
    std::size_t waiting = 0;

    std::size_t connections() const noexcept { return busy + idle + opening; }
};

/// When a connection has to go, and how it has been used so far.
struct connection_life {
    steady_time idle_since{};
    steady_time retire_at = steady_time::max();    ///< not used any more from then on
    std::chrono::milliseconds idle_for_at_most{};  ///< and closed when nobody used it for so long
    bool was_used = false;

    steady_time close_at() const noexcept;  ///< if it stays idle
};

/// What a pool of connections to one origin does when.
///
/// Connections are opened in the background, and whichever is at hand first serves the call that has waited
/// longest, whoever it was opened for. One that cannot be opened fails the call that has waited longest; the
/// next one's turn comes with the next attempt, so no call waits for a server that is not there.
class pool_policy {
   public:
    explicit pool_policy(connection_options const&,
                         std::size_t most_idle = static_cast<std::size_t>(-1)) noexcept;

    /// What a call that needs a connection does.
    enum class need_verdict { take, open, wait, refuse };
    need_verdict need(pool_counts const&) const noexcept;

    /// What becomes of a connection that was opened or used without fault.
    enum class return_verdict { hand_over, keep, close_age, close_surplus };
    return_verdict judge_returned(connection_life const&, pool_counts const&, steady_time now) const noexcept;

    /// Whether an idle connection may stay.
    enum class idle_verdict { keep, close_idle, close_age };
    static idle_verdict judge_idle(connection_life const&, steady_time now) noexcept;

    /// How many connections to open now: for calls that wait, and to keep as many warm as wanted.
    std::size_t missing(pool_counts const&, steady_time now) const noexcept;

    /// How many of those being opened nobody needs any more, because calls have stopped waiting.
    std::size_t surplus_openings(pool_counts const&) const noexcept;

    /// The life of a connection that was opened now. The parts, in [0, 1), shorten both ages by up to a
    /// quarter.
    connection_life begin_life(steady_time now, double idle_part, double age_part) const noexcept;

    /// After a failure fewer connections are opened ahead: pauses grow up to half a minute. Calls do not wait
    /// for them.
    void failed_to_open(steady_time now, double part) noexcept;
    void opened() noexcept { failures_ = 0; }

    /// When to look after warm connections again; never where none are wanted.
    steady_time next_check(pool_counts const&, steady_time now) const noexcept;

    std::size_t max_connections() const noexcept { return max_connections_; }
    std::size_t max_waiting() const noexcept { return max_waiting_; }

   private:
    std::size_t missing_warm(pool_counts const&) const noexcept;

    std::size_t min_warm_;
    std::size_t max_connections_;
    std::size_t max_waiting_;
    std::size_t most_idle_;
    std::chrono::milliseconds max_idle_;
    std::chrono::milliseconds max_age_;
    int failures_ = 0;  // in a row
    steady_time warm_again_at_ = steady_time::min();
};

}  // namespace ddbsnap::net
