#include "core/time_text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

using namespace std::chrono;

struct civil {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int millisecond = 0;
};

constexpr system_time least{sys_days{year{1} / January / 1}};
constexpr system_time most{sys_days{year{10000} / January / 1} - milliseconds{1}};

civil to_civil(system_time t) {
    t = std::clamp(t, least, most);
    auto const day = floor<days>(t);
    year_month_day const date{day};
    hh_mm_ss const time{t - day};
    return {int{date.year()},
            unsigned{date.month()},
            unsigned{date.day()},
            static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()),
            static_cast<int>(time.seconds().count()),
            static_cast<int>(time.subseconds().count())};
}

std::optional<system_time> from_civil(civil const& c, int last_second = 59) {
    year_month_day const date{year{c.year}, month{c.month}, day{c.day}};
    if (c.year < 1 || !date.ok()) return std::nullopt;
    if (c.hour > 23 || c.minute > 59 || c.second > last_second) return std::nullopt;
    return sys_days{date} + hours{c.hour} + minutes{c.minute} + seconds{c.second} +
           milliseconds{c.millisecond};
}

// Takes a text apart from left to right. After the first thing that is missing it stays failed.
class scanner {
   public:
    explicit scanner(std::string_view text) : rest_(text) {}

    int digits(std::size_t count) {
        if (rest_.size() < count) return fail();
        int value = 0;
        for (auto c : rest_.substr(0, count)) {
            if (c < '0' || c > '9') return fail();
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(count);
        return value;
    }

    void literal(std::string_view expected) {
        if (!take(expected)) fail();
    }

    bool take(std::string_view expected) {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(expected.size());
        return true;
    }

    template <std::size_t N>
    int one_of(std::array<std::string_view, N> const& words) {
        for (std::size_t i = 0; i != N; ++i)
            if (take(words[i])) return static_cast<int>(i);
        return fail();
    }

    std::string_view rest() const { return rest_; }
    bool failed() const { return failed_; }
    bool complete() const { return !failed_ && rest_.empty(); }

   private:
    int fail() {
        failed_ = true;
        rest_ = {};
        return 0;
    }

    std::string_view rest_;
    bool failed_ = false;
};

civil scan_date(scanner& in, std::string_view separator) {
    civil c;
    c.year = in.digits(4);
    in.literal(separator);
    c.month = static_cast<unsigned>(in.digits(2));
    in.literal(separator);
    c.day = static_cast<unsigned>(in.digits(2));
    return c;
}

void scan_time(scanner& in, std::string_view separator, civil& c) {
    c.hour = in.digits(2);
    in.literal(separator);
    c.minute = in.digits(2);
    in.literal(separator);
    c.second = in.digits(2);
}

int scan_fraction(scanner& in) {
    int value = in.digits(1) * 100;
    for (int weight = 10; !in.rest().empty() && in.rest()[0] >= '0' && in.rest()[0] <= '9'; weight /= 10)
        value += in.digits(1) * weight;
    return value;
}

std::optional<minutes> scan_offset(scanner& in) {
    if (in.take("Z") || in.take("z")) return minutes{0};
    bool const west = in.take("-");
    if (!west) in.literal("+");
    int const h = in.digits(2);
    int m = 0;
    if (in.take(":") || !in.rest().empty()) m = in.digits(2);
    if (in.failed() || h > 23 || m > 59) return std::nullopt;
    auto const offset = hours{h} + minutes{m};
    return west ? -offset : offset;
}

constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months_of_year{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string format_created_on(system_time t) {
    auto const c = to_civil(t);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02},{:03}", c.year, c.month, c.day, c.hour, c.minute,
                       c.second, c.millisecond);
}

std::optional<system_time> parse_created_on(std::string_view text) {
    scanner in(text);
    auto c = scan_date(in, "-");
    in.literal(" ");
    scan_time(in, ":", c);
    in.literal(",");
    c.millisecond = in.digits(3);
    return in.complete() ? from_civil(c) : std::nullopt;
}

std::string format_month(system_time t) {
    auto const c = to_civil(t);
    return fmt::format("{:04}-{:02}", c.year, c.month);
}

std::optional<system_time> parse_month(std::string_view text) {
    scanner in(text);
    civil c;
    c.year = in.digits(4);
    in.literal("-");
    c.month = static_cast<unsigned>(in.digits(2));
    c.day = 1;
    return in.complete() ? from_civil(c) : std::nullopt;
}

std::optional<std::string> previous_month(std::string_view text) {
    auto const first = parse_month(text);
    if (!first || *first == least) return std::nullopt;
    return format_month(*first - milliseconds{1});
}

std::string format_stamp(system_time t) {
    auto const c = to_civil(t);
    return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}{:03}", c.year, c.month, c.day, c.hour, c.minute,
                       c.second, c.millisecond);
}

std::optional<system_time> parse_stamp(std::string_view text) {
    scanner in(text);
    auto c = scan_date(in, "");
    scan_time(in, "", c);
    c.millisecond = in.digits(3);
    return in.complete() ? from_civil(c) : std::nullopt;
}

std::string format_amz_date(system_time t) {
    auto const c = to_civil(t);
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", c.year, c.month, c.day, c.hour, c.minute,
                       c.second);
}

std::optional<system_time> parse_amz_date(std::string_view text) {
    scanner in(text);
    auto c = scan_date(in, "");
    in.literal("T");
    scan_time(in, "", c);
    in.literal("Z");
    return in.complete() ? from_civil(c) : std::nullopt;
}

std::string format_iso8601(system_time t) {
    auto const c = to_civil(t);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", c.year, c.month, c.day, c.hour, c.minute,
                       c.second, c.millisecond);
}

std::optional<system_time> parse_iso8601(std::string_view text) {
    scanner in(text);
    auto c = scan_date(in, "-");
    if (!in.take("t")) in.literal("T");
    scan_time(in, ":", c);
    if (in.take(".")) c.millisecond = scan_fraction(in);
    auto const offset = scan_offset(in);
    if (!in.complete() || !offset) return std::nullopt;
    auto const local = from_civil(c, 60);
    if (!local) return std::nullopt;
    return *local - *offset;
}

std::optional<system_time> parse_http_date(std::string_view text) {
    scanner in(text);
    civil c;
    auto const weekday_index = in.one_of(weekdays);
    in.literal(", ");
    c.day = static_cast<unsigned>(in.digits(2));
    in.literal(" ");
    c.month = static_cast<unsigned>(in.one_of(months_of_year)) + 1;
    in.literal(" ");
    c.year = in.digits(4);
    in.literal(" ");
    scan_time(in, ":", c);
    in.literal(" GMT");
    if (!in.complete()) return std::nullopt;
    auto const t = from_civil(c, 60);
    sys_days const date{year_month_day{year{c.year}, month{c.month}, day{c.day}}};
    if (!t || weekday{date}.c_encoding() != static_cast<unsigned>(weekday_index)) return std::nullopt;
    return t;
}

std::optional<seconds> parse_duration(std::string_view text) {
    if (text.size() < 2 || text.size() > 14) return std::nullopt;
    long long count = 0;
    for (auto c : text.substr(0, text.size() - 1)) {
        if (c < '0' || c > '9') return std::nullopt;
        count = count * 10 + (c - '0');
    }
    constexpr std::string_view units = "smhdw";
    constexpr long long lengths[] = {1, 60, 3600, 86400, 7 * 86400};
    auto const which = units.find(text.back());
    if (which == std::string_view::npos) return std::nullopt;
    auto const unit = lengths[which];
    // So far from overflow that it can be added to any time.
    constexpr auto limit = seconds{years{100'000}}.count();
    if (count > limit / unit) return std::nullopt;
    return seconds{count * unit};
}

}  // namespace ddbsnap
