#pragma once

#include "core/posix_zone_rule.hpp"

#include <ddbsnap/result.hpp>
#include <ddbsnap/world.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap {

/// What a clock on the wall shows, in milliseconds.
using wall_time = std::chrono::local_time<std::chrono::milliseconds>;

/// The difference between UTC and a wall clock over time. A value; UTC unless made otherwise.
class time_zone {
   public:
    time_zone() = default;
    explicit time_zone(std::chrono::seconds fixed_offset) : first_(fixed_offset) {}

    wall_time to_local(system_time) const;
    /// Of a wall time that comes twice, the earlier; one that is jumped over is moved on by as much as the
    /// clock was, as java.time does.
    system_time to_utc(wall_time) const;

    friend bool operator==(time_zone const&, time_zone const&) = default;

   private:
    friend result<time_zone> time_zone_from_tzif(std::string_view bytes);

    std::chrono::seconds offset_at(std::chrono::sys_seconds) const;
    std::vector<zone_change> changes_between(std::chrono::sys_seconds from,
                                             std::chrono::sys_seconds to) const;

    std::chrono::seconds first_{0};     // before the first change
    std::vector<zone_change> changes_;  // in ascending order
    std::optional<posix_zone_rule> after_last_;
};

/// `UTC`, `Z`, or a fixed offset of less than a day: `+02:00`, `-0330`, `+02`. Nothing for any other text.
std::optional<time_zone> parse_fixed_time_zone(std::string_view text);

/// A compiled zone file, RFC 8536, version 2 or later.
/// @errors errc::malformed_file; errc::not_supported for version 1 and for files that count leap seconds
result<time_zone> time_zone_from_tzif(std::string_view bytes);

/// A fixed zone, or the zone of an IANA name (`Europe/Berlin`) as /usr/share/zoneinfo of this machine has it.
/// @errors errc::invalid_configuration for a name that cannot be one (absolute, with `..`, foreign
///         characters) and for a zone this machine does not know; those of time_zone_from_tzif()
result<time_zone> load_time_zone(std::string_view name, world const& outside);

// The table's and the files' times on a zone's wall clock, as core/time_text.hpp writes them.
std::string format_created_on(system_time, time_zone const&);
std::string format_month(system_time, time_zone const&);
std::string format_stamp(system_time, time_zone const&);
std::optional<system_time> parse_created_on(std::string_view, time_zone const&);
std::optional<system_time> parse_stamp(std::string_view, time_zone const&);

}  // namespace ddbsnap
