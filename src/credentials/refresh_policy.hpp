#pragma once

#include <ddbsnap/world.hpp>

#include <chrono>
#include <optional>

namespace ddbsnap {

/// Decides when keys are loaded anew. Only decisions: whoever asks loads, and reports what came of it.
///
/// Keys that end are renewed 5 to 6 minutes before, spread at random so that many machines do not ask at
/// once; keys that live shorter than twice that, after half of their time. A load that failed is tried again
/// after a second, then two, and so on up to a minute, and nobody asks in between. Keys that are said to have
/// ended when they come are used all the same, and asked for again after a minute: it may be this machine's
/// clock that is wrong, and the service knows.
class refresh_policy {
   public:
    /// What to do for someone who wants keys now.
    enum class advice {
        use,            ///< the keys there are
        use_and_renew,  ///< the keys there are, and load new ones meanwhile
        wait,           ///< load and wait for it: there are none, or they have ended
        give_up,        ///< as wait, but the last load failed a moment ago
    };

    advice at(system_time now) const noexcept;

    /// @param jitter  in [0, 1)
    void loaded(system_time now, std::optional<system_time> expiration, double jitter) noexcept;
    void failed(system_time now, double jitter) noexcept;

    /// The service refused the keys. True when loading at once may help: not when that was done moments ago.
    bool may_force(system_time now) noexcept;

    /// When the next load is due; nothing: not by itself.
    std::optional<system_time> next_load() const noexcept;

    /// Until when at() says `use`: one comparison for the request path.
    system_time fresh_until() const noexcept { return fresh_until_; }

   private:
    bool has_keys_ = false;
    system_time usable_until_ = system_time::min();
    system_time fresh_until_ = system_time::min();
    system_time not_before_ = system_time::min();  // no load earlier, after a failure
    system_time last_forced_ = system_time::min();
    int failures_ = 0;  // in a row
};

}  // namespace ddbsnap
