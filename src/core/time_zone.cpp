#include "core/time_zone.hpp"

#include "core/time_text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

using namespace std::chrono;

std::optional<int> two_digits(std::string_view text) {
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() != 2 || !is_digit(text[0]) || !is_digit(text[1])) return std::nullopt;
    return (text[0] - '0') * 10 + (text[1] - '0');
}

// Names become paths, hence nothing that leaves the zone directory or hides in it.
bool may_be_zone_name(std::string_view name) {
    if (name.empty() || name.size() > 128) return false;
    while (true) {
        auto const slash = name.find('/');
        auto const part = name.substr(0, slash);
        auto const allowed = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                   c == '-' || c == '+';
        };
        if (part.empty() || !std::all_of(part.begin(), part.end(), allowed)) return false;
        if (slash == std::string_view::npos) return true;
        name.remove_prefix(slash + 1);
    }
}

// Beyond these nothing is known, and the calendar's types end.
constexpr system_time earliest{sys_days{year{-9999} / January / 1}};
constexpr system_time latest{sys_days{year{20000} / January / 1}};

system_time as_if_utc(wall_time t) { return system_time(t.time_since_epoch()); }
wall_time as_if_local(system_time t) { return wall_time(t.time_since_epoch()); }

}  // namespace

seconds time_zone::offset_at(sys_seconds t) const {
    if (changes_.empty() || t >= changes_.back().at) {
        if (after_last_) return after_last_->offset_at(t);
        return changes_.empty() ? first_ : changes_.back().offset;
    }
    auto const next = std::upper_bound(changes_.begin(), changes_.end(), t,
                                       [](sys_seconds x, zone_change const& c) { return x < c.at; });
    return next == changes_.begin() ? first_ : std::prev(next)->offset;
}

std::vector<zone_change> time_zone::changes_between(sys_seconds from, sys_seconds to) const {
    std::vector<zone_change> found;
    auto const add = [&](zone_change const& c) {
        if (from < c.at && c.at <= to) found.push_back(c);
    };
    std::for_each(changes_.begin(), changes_.end(), add);
    if (!after_last_) return found;
    auto const year_of = [](sys_seconds t) { return year_month_day{floor<days>(t)}.year(); };
    for (auto y = year_of(from) - years{1}; y <= year_of(to) + years{1}; ++y)
        for (auto const& change : after_last_->changes_of(y))
            if (changes_.empty() || change.at > changes_.back().at) add(change);
    return found;
}

wall_time time_zone::to_local(system_time t) const {
    t = std::clamp(t, earliest, latest);
    return as_if_local(t + offset_at(floor<seconds>(t)));
}

system_time time_zone::to_utc(wall_time local) const {
    auto const reading = std::clamp(as_if_utc(local), earliest, latest);
    // No offset is further than this from UTC, so every moment that could show this reading is inside.
    constexpr auto furthest = hours{26};
    auto const from = floor<seconds>(reading) - furthest;
    auto offset = offset_at(from);
    for (auto const& change : changes_between(from, from + 2 * furthest)) {
        if (reading - offset < change.at) return reading - offset;
        // Past the end of the old offset and before the begin of the new one: jumped over.
        if (reading - change.offset < change.at) return reading - offset;
        offset = change.offset;
    }
    return reading - offset;
}

std::optional<time_zone> parse_fixed_time_zone(std::string_view text) {
    if (text == "UTC" || text == "Z") return time_zone();
    if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    auto const h = two_digits(text.substr(1, 2));
    auto tail = text.substr(3);
    if (tail.size() == 3 && tail[0] == ':') tail.remove_prefix(1);
    auto const m = tail.empty() ? 0 : two_digits(tail);
    if (!h || !m || *h > 23 || *m > 59) return std::nullopt;
    seconds const offset = hours{*h} + minutes{*m};
    return time_zone(text[0] == '-' ? -offset : offset);
}

result<time_zone> load_time_zone(std::string_view name, world const& outside) {
    if (auto fixed = parse_fixed_time_zone(name)) return *fixed;
    constexpr auto choices = "name UTC, an offset such as +02:00, or a zone such as Europe/Berlin";
    if (!may_be_zone_name(name))
        return failure(errc::invalid_configuration, fmt::format("\"{}\" is not a time zone", name), choices);
    auto const path = fmt::format("/usr/share/zoneinfo/{}", name);
    auto bytes = outside.read_file
                     ? outside.read_file(path)
                     : result<std::string>(failure(errc::not_found, "there is no way to read files"));
    if (!bytes)
        return failure(
            errc::invalid_configuration,
            fmt::format("time zone {} is not known to this machine: {}", name, bytes.error().message()),
            choices);
    auto zone = time_zone_from_tzif(*bytes);
    if (!zone) zone.error().add_context(path);
    return zone;
}

std::string format_created_on(system_time t, time_zone const& zone) {
    return format_created_on(as_if_utc(zone.to_local(t)));
}

std::string format_month(system_time t, time_zone const& zone) {
    return format_month(as_if_utc(zone.to_local(t)));
}

std::string format_stamp(system_time t, time_zone const& zone) {
    return format_stamp(as_if_utc(zone.to_local(t)));
}

std::optional<system_time> parse_created_on(std::string_view text, time_zone const& zone) {
    auto const reading = parse_created_on(text);
    if (!reading) return std::nullopt;
    return zone.to_utc(as_if_local(*reading));
}

std::optional<system_time> parse_stamp(std::string_view text, time_zone const& zone) {
    auto const reading = parse_stamp(text);
    if (!reading) return std::nullopt;
    return zone.to_utc(as_if_local(*reading));
}

}  // namespace ddbsnap
