#include "core/posix_zone_rule.hpp"

#include <algorithm>

namespace ddbsnap {
namespace {

using namespace std::chrono;
using date_rule = posix_zone_rule::date_rule;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Each take_ function removes what it read from the front; nothing means that it was not there.
bool take(std::string_view& in, char c) {
    if (!in.starts_with(c)) return false;
    in.remove_prefix(1);
    return true;
}

std::optional<int> take_number(std::string_view& in, int least, int most) {
    int value = 0;
    std::size_t length = 0;
    while (length < in.size() && length < 4 && is_digit(in[length]))
        value = value * 10 + (in[length++] - '0');
    if (length == 0 || value < least || value > most) return std::nullopt;
    in.remove_prefix(length);
    return value;
}

bool take_name(std::string_view& in) {
    std::size_t length = 0;
    if (take(in, '<')) {
        while (length < in.size() &&
               (is_letter(in[length]) || is_digit(in[length]) || in[length] == '+' || in[length] == '-'))
            ++length;
        if (length < 3 || length == in.size() || in[length] != '>') return false;
        in.remove_prefix(length + 1);
        return true;
    }
    while (length < in.size() && is_letter(in[length])) ++length;
    in.remove_prefix(length);
    return length >= 3;
}

std::optional<seconds> take_time(std::string_view& in, int most_hours) {
    bool const negative = take(in, '-');
    if (!negative) take(in, '+');
    auto const h = take_number(in, 0, most_hours);
    if (!h) return std::nullopt;
    seconds time = hours{*h};
    if (take(in, ':')) {
        auto const m = take_number(in, 0, 59);
        if (!m) return std::nullopt;
        time += minutes{*m};
        if (take(in, ':')) {
            auto const s = take_number(in, 0, 59);
            if (!s) return std::nullopt;
            time += seconds{*s};
        }
    }
    return negative ? -time : time;
}

std::optional<date_rule> take_month_week_day(std::string_view& in) {
    date_rule rule;
    rule.kind = date_rule::form::month_week_day;
    auto const month = take_number(in, 1, 12);
    if (!month || !take(in, '.')) return std::nullopt;
    auto const week = take_number(in, 1, 5);
    if (!week || !take(in, '.')) return std::nullopt;
    auto const day = take_number(in, 0, 6);
    if (!day) return std::nullopt;
    rule.month = *month;
    rule.week = *week;
    rule.day = *day;
    return rule;
}

std::optional<date_rule> take_day_of_year(std::string_view& in) {
    date_rule rule;
    bool const julian = take(in, 'J');
    rule.kind = julian ? date_rule::form::julian : date_rule::form::zero_based;
    auto const day = julian ? take_number(in, 1, 365) : take_number(in, 0, 365);
    if (!day) return std::nullopt;
    rule.day = *day;
    return rule;
}

std::optional<date_rule> take_date_rule(std::string_view& in) {
    if (!take(in, ',')) return std::nullopt;
    auto rule = take(in, 'M') ? take_month_week_day(in) : take_day_of_year(in);
    if (rule && take(in, '/')) {
        auto const time = take_time(in, 167);
        if (!time) return std::nullopt;
        rule->time = *time;
    }
    return rule;
}

local_days nth_weekday(year y, date_rule const& rule) {
    auto const in_month = y / month{static_cast<unsigned>(rule.month)};
    weekday const wanted{static_cast<unsigned>(rule.day)};
    if (rule.week == 5) return local_days{in_month / wanted[last]};
    return local_days{in_month / wanted[static_cast<unsigned>(rule.week)]};
}

}  // namespace

local_seconds date_rule::in(year y) const {
    local_days const new_year{y / January / 1};
    switch (kind) {
        case form::month_week_day:
            return nth_weekday(y, *this) + time;
        case form::zero_based:
            return new_year + days{day} + time;
        case form::julian:
            break;
    }
    // Never counts February 29: day 60 is always March 1.
    return new_year + days{day - 1 + (day >= 60 && y.is_leap() ? 1 : 0)} + time;
}

std::optional<posix_zone_rule> posix_zone_rule::parse(std::string_view in) {
    posix_zone_rule rule;
    if (!take_name(in)) return std::nullopt;
    auto const standard = take_time(in, 24);
    if (!standard) return std::nullopt;
    rule.standard_ = -*standard;  // POSIX counts westwards
    if (in.empty()) return rule;

    if (!take_name(in)) return std::nullopt;
    auto offset = rule.standard_ + hours{1};
    if (!in.starts_with(',')) {
        auto const given = take_time(in, 24);
        if (!given) return std::nullopt;
        offset = -*given;
    }
    auto const begins = take_date_rule(in);
    auto const ends = begins ? take_date_rule(in) : std::nullopt;
    if (!begins || !ends || !in.empty()) return std::nullopt;
    rule.daylight_ = daylight{offset, *begins, *ends};
    return rule;
}

std::vector<zone_change> posix_zone_rule::changes_of(year y) const {
    if (!daylight_) return {};
    sys_seconds const begin{(daylight_->begins.in(y)-standard_).time_since_epoch()};
    sys_seconds const end{(daylight_->ends.in(y)-daylight_->offset).time_since_epoch()};
    std::vector<zone_change> changes{{begin, daylight_->offset}, {end, standard_}};
    if (end < begin) std::swap(changes[0], changes[1]);
    return changes;
}

seconds posix_zone_rule::offset_at(sys_seconds t) const {
    if (!daylight_) return standard_;
    auto const y = year_month_day{floor<days>(t)}.year();
    auto offset = standard_;
    // The year before, as the southern hemisphere enters a year in daylight time; the one after, as a local
    // new year may come a day before UTC's.
    for (auto candidate : {y - years{1}, y, y + years{1}})
        for (auto const& change : changes_of(candidate))
            if (change.at <= t) offset = change.offset;
    return offset;
}

}  // namespace ddbsnap
