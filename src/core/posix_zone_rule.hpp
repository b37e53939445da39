#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace ddbsnap {

/// The moment at which a zone's offset becomes another one.
struct zone_change {
    std::chrono::sys_seconds at;
    std::chrono::seconds offset;  ///< from then on

    friend bool operator==(zone_change const&, zone_change const&) = default;
};

/// A POSIX TZ string, the last line of a compiled zone file: `CET-1CEST,M3.5.0,M10.5.0/3`.
class posix_zone_rule {
   public:
    /// Reads POSIX.1 section 8.3 with the extensions of RFC 8536 section 3.3.1 (times from -167 to 167
    /// hours). Refuses a daylight zone without its dates, whose default is the implementation's own.
    static std::optional<posix_zone_rule> parse(std::string_view);

    /// The two changes of a year in the order in which they happen; none for a zone without daylight time.
    std::vector<zone_change> changes_of(std::chrono::year) const;
    std::chrono::seconds standard_offset() const { return standard_; }
    std::chrono::seconds offset_at(std::chrono::sys_seconds) const;

    /// When a year's change happens, on the wall clock before it.
    struct date_rule {
        enum class form { julian, zero_based, month_week_day } kind = form::julian;
        int day = 0;  ///< of the year; or of the week, Sunday is 0
        int month = 0;
        int week = 0;  ///< 5 is the last one
        std::chrono::seconds time{7200};

        std::chrono::local_seconds in(std::chrono::year) const;
        friend bool operator==(date_rule const&, date_rule const&) = default;
    };

    friend bool operator==(posix_zone_rule const&, posix_zone_rule const&) = default;

   private:
    struct daylight {
        std::chrono::seconds offset;
        date_rule begins;
        date_rule ends;
        friend bool operator==(daylight const&, daylight const&) = default;
    };

    std::chrono::seconds standard_{0};
    std::optional<daylight> daylight_;
};

}  // namespace ddbsnap
