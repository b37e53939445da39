#pragma once

#include <ddbsnap/world.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap {

// Times as text. All of it is UTC and the proleptic Gregorian calendar; no locale and no zone of the machine
// has a say. Formatting keeps to the years 0001 to 9999 (a time outside becomes the nearest inside), so that
// texts keep their width and sort as the times do. Every parser takes the whole text or refuses: no white
// space around, no signs, no missing digits, no day that its month does not have, no year 0000.

/// `yyyy-MM-dd HH:mm:ss,SSS`, the table's `createdOn`.
std::string format_created_on(system_time);
std::optional<system_time> parse_created_on(std::string_view);

/// `yyyy-MM`, the table's `createdOnMonth`.
std::string format_month(system_time);
/// The month before a `yyyy-MM`. Refuses what is not one, and the first month there is (0001-01).
std::optional<std::string> previous_month(std::string_view month);
/// The first millisecond of a `yyyy-MM`.
std::optional<system_time> parse_month(std::string_view month);

/// `yyyyMMddHHmmssSSS`, the beginning of TorchServe's snapshot names: 17 digits.
std::string format_stamp(system_time);
std::optional<system_time> parse_stamp(std::string_view);

/// `yyyyMMddTHHmmssZ`, as SigV4 has it in `x-amz-date`. Formatting drops the milliseconds.
std::string format_amz_date(system_time);
std::optional<system_time> parse_amz_date(std::string_view);

/// `yyyy-MM-ddTHH:mm:ss.SSSZ`.
std::string format_iso8601(system_time);
/// RFC 3339: `2026-11-23T10:45:55`, then optionally a point and any number of digits (what is beyond
/// milliseconds is cut off), then `Z` or `+hh:mm`; also `+hhmm` and `+hh` of ISO 8601, and `t` and `z`.
/// Second 60 is the one after 59. Refuses a time without a zone, a comma, offsets of 24 hours or more.
std::optional<system_time> parse_iso8601(std::string_view);

/// RFC 9110 IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`. Refuses the two obsolete forms, and a weekday that
/// is not the date's: a date that contradicts itself is no evidence of what time it is.
std::optional<system_time> parse_http_date(std::string_view);

/// One number and one unit: `45s`, `90m`, `12h`, `30d`, `2w`. Zero is a duration. Refuses a number without
/// unit, fractions, several units, upper case, and more than 100,000 years.
std::optional<std::chrono::seconds> parse_duration(std::string_view);

}  // namespace ddbsnap
