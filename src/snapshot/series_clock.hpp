#pragma once

#include <ddbsnap/world.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace ddbsnap {

/// Gives snapshots their times: strictly increasing within a series, so that table order is save order even
/// when the wall clock stands still or steps back.
class series_clock {
   public:
    system_time next(std::string_view series, system_time now) {
        auto const found = last_.find(series);
        if (found == last_.end()) return last_.emplace(series, now).first->second;
        return found->second = std::max(now, found->second + std::chrono::milliseconds(1));
    }

   private:
    std::map<std::string, system_time, std::less<>> last_;
};

}  // namespace ddbsnap
