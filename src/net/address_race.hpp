#pragma once

#include <ddbsnap/world.hpp>

#include <chrono>
#include <cstddef>
#include <vector>

namespace ddbsnap::net {

/// Positions of addresses in the order in which they are tried: the families take turns, beginning with that
/// of the first; within a family the resolver's order stays (RFC 8305, section 4).
std::vector<std::size_t> interleaved(std::vector<bool> const& is_v6);

/// Which of an origin's addresses to try when: the next one a while after the one before, or at once when
/// that one has failed (RFC 8305, section 5). Addresses are numbers from 0, in the order in which they are
/// tried.
class address_race {
   public:
    struct move {
        enum class kind { start, wait, lost };
        kind what;
        std::size_t address = 0;                 ///< of `start`
        steady_time until = steady_time::max();  ///< of `wait`; a failure ends it earlier
    };

    explicit address_race(std::size_t addresses) : addresses_(addresses) {}

    /// What to do now. After `start` ask again.
    move next(steady_time now) noexcept;

    /// One of those that were started has failed.
    void failed() noexcept;

    // Long enough for most connections to come about, short enough to be waited for (RFC 8305, section 8).
    static constexpr std::chrono::milliseconds stagger{250};

   private:
    std::size_t addresses_;
    std::size_t started_ = 0;
    std::size_t failed_ = 0;
    steady_time next_at_ = steady_time::min();
};

}  // namespace ddbsnap::net
