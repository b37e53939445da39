#include "core/time_text.hpp"

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

system_time at(std::int64_t ms) { return system_time(milliseconds(ms)); }

// Recorded from Python: datetime.fromtimestamp(ms / 1000, timezone.utc).
struct known_time {
    std::int64_t ms;
    char const* created_on;
    char const* stamp;
    char const* amz_date;
    char const* iso;
};
constexpr known_time known_times[] = {
    {0, "1970-01-01 00:00:00,000", "19700101000000000", "19700101T000000Z", "1970-01-01T00:00:00.000Z"},
    {951782399999, "2000-02-28 23:59:59,999", "20000228235959999", "20000228T235959Z",
     "2000-02-28T23:59:59.999Z"},
    {951782400000, "2000-02-29 00:00:00,000", "20000229000000000", "20000229T000000Z",
     "2000-02-29T00:00:00.000Z"},
    {1795430755123, "2026-11-23 10:45:55,123", "20261123104555123", "20261123T104555Z",
     "2026-11-23T10:45:55.123Z"},
    {-1, "1969-12-31 23:59:59,999", "19691231235959999", "19691231T235959Z", "1969-12-31T23:59:59.999Z"},
    {-62135596800000, "0001-01-01 00:00:00,000", "00010101000000000", "00010101T000000Z",
     "0001-01-01T00:00:00.000Z"},
    {253402300799999, "9999-12-31 23:59:59,999", "99991231235959999", "99991231T235959Z",
     "9999-12-31T23:59:59.999Z"},
};

TEST(time_text, each_form_says_the_same_time_in_both_directions) {
    for (auto const& k : known_times) {
        SCOPED_TRACE(k.created_on);
        EXPECT_EQ(format_created_on(at(k.ms)), k.created_on);
        EXPECT_EQ(parse_created_on(k.created_on), at(k.ms));
        EXPECT_EQ(format_stamp(at(k.ms)), k.stamp);
        EXPECT_EQ(parse_stamp(k.stamp), at(k.ms));
        EXPECT_EQ(format_amz_date(at(k.ms)), k.amz_date);
        EXPECT_EQ(parse_amz_date(k.amz_date), std::chrono::floor<seconds>(at(k.ms)));
        EXPECT_EQ(format_iso8601(at(k.ms)), k.iso);
        EXPECT_EQ(parse_iso8601(k.iso), at(k.ms));
        EXPECT_EQ(format_month(at(k.ms)), std::string(k.created_on).substr(0, 7));
    }
}

TEST(time_text, a_time_outside_four_digit_years_is_formatted_as_the_nearest_inside) {
    EXPECT_EQ(format_stamp(at(253402300800000)), "99991231235959999");
    EXPECT_EQ(format_stamp(system_time::max()), "99991231235959999");
    EXPECT_EQ(format_month(system_time::min()), "0001-01");
}

TEST(time_text, what_is_not_exactly_a_created_on_is_refused) {
    for (auto const* bad : {"", "2026-11-23 10:45:55", "2026-11-23 10:45:55.123", "2026-11-23T10:45:55,123",
                            "2026-11-23 10:45:55,12", "2026-11-23 10:45:55,1234", " 2026-11-23 10:45:55,123",
                            "2026-11-23 10:45:55,123 ", "2026-13-23 10:45:55,123", "2026-00-23 10:45:55,123",
                            "2026-11-31 10:45:55,123", "2026-02-29 10:45:55,123", "2026-11-23 24:00:00,000",
                            "2026-11-23 10:60:55,123", "2026-11-23 10:45:60,000", "0000-11-23 10:45:55,123",
                            "-026-11-23 10:45:55,123", "2026-1-23 10:45:55,123", "2026-+1-23 10:45:55,123"})
        EXPECT_EQ(parse_created_on(bad), std::nullopt) << bad;
}

TEST(time_text, what_is_not_exactly_a_stamp_or_an_amz_date_is_refused) {
    for (auto const* bad :
         {"", "2026112310455512", "202611231045551234", "20261123104555 23", "20261131104555123"})
        EXPECT_EQ(parse_stamp(bad), std::nullopt) << bad;
    for (auto const* bad : {"", "20261123T104555", "20261123T104555z", "20261123 104555Z",
                            "2026-11-23T10:45:55Z", "20261123T104560Z", "20261123T104555Z0"})
        EXPECT_EQ(parse_amz_date(bad), std::nullopt) << bad;
}

TEST(time_text, the_month_before_january_is_december_of_the_year_before) {
    EXPECT_EQ(previous_month("2026-11"), "2026-10");
    EXPECT_EQ(previous_month("2026-10"), "2026-09");
    EXPECT_EQ(previous_month("2026-01"), "2025-12");
    EXPECT_EQ(previous_month("0001-02"), "0001-01");
    for (auto const* bad : {"0001-01", "0000-05", "2026-9", "2026-13", "2026-00", "2026", "2026-11-01", ""})
        EXPECT_EQ(previous_month(bad), std::nullopt) << bad;
}

TEST(time_text, months_walk_back_without_a_gap) {
    std::string month = "2026-11";
    for (int i = 0; i != 24; ++i) month = previous_month(month).value();
    EXPECT_EQ(month, "2024-11");
    EXPECT_EQ(parse_month("1970-02"), at(31LL * 86400 * 1000));
}

// Expectations from Python's datetime.fromisoformat and RFC 3339 section 5.8.
TEST(time_text, iso_times_with_fractions_and_offsets_are_understood) {
    auto const t = at(1795430755000);
    for (auto const* same :
         {"2026-11-23T10:45:55Z", "2026-11-23t10:45:55z", "2026-11-23T12:45:55+02:00",
          "2026-11-23T07:15:55-0330", "2026-11-23T19:45:55+09", "2026-11-23T10:45:55-00:00",
          "2026-11-24T10:44:55+23:59", "2026-11-23T10:45:55.0Z", "2026-11-23T10:45:55.000999999Z"})
        EXPECT_EQ(parse_iso8601(same), t) << same;
    EXPECT_EQ(parse_iso8601("2026-11-23T10:45:55.1Z"), t + milliseconds(100));
    EXPECT_EQ(parse_iso8601("2026-11-23T10:45:55.12+00:00"), t + milliseconds(120));
    EXPECT_EQ(parse_iso8601("2026-11-23T10:45:55.1239999999999999Z"), t + milliseconds(123));
    EXPECT_EQ(parse_iso8601("1985-04-12T23:20:50.52Z"), at(482196050520));
    EXPECT_EQ(parse_iso8601("1990-12-31T23:59:60Z"), at(662688000000));
    EXPECT_EQ(parse_iso8601("1937-01-01T12:00:27.87+00:20"), at(-1041337172130));
}

TEST(time_text, an_iso_time_without_zone_or_with_anything_odd_is_refused) {
    for (auto const* bad :
         {"", "2026-11-23", "2026-11-23T10:45:55", "2026-11-23 10:45:55Z", "2026-11-23T10:45Z",
          "2026-11-23T10:45:55.Z", "2026-11-23T10:45:55,5Z", "2026-11-23T10:45:55+24:00",
          "2026-11-23T10:45:55+02:60", "2026-11-23T10:45:55+2",
          "2026-11-23T10:45:55+02:", "2026-11-23T10:45:55+02:0", "2026-11-23T10:45:55Zz",
          "2026-11-23T10:45:61Z", "2026-11-23T10:45:55UTC", "20261123T104555Z", "2026-11-23T10:45:55Z\n"})
        EXPECT_EQ(parse_iso8601(bad), std::nullopt) << bad;
}

// The example of RFC 9110 section 5.6.7, and Python's email.utils.format_datetime.
TEST(time_text, an_http_date_is_understood) {
    EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), at(784111777000));
    EXPECT_EQ(parse_http_date("Mon, 23 Nov 2026 10:45:55 GMT"), at(1795430755000));
    EXPECT_EQ(parse_http_date("Thu, 29 Feb 2024 00:00:00 GMT"), at(1709164800000));
}

TEST(time_text, obsolete_and_contradictory_http_dates_are_refused) {
    for (auto const* bad :
         {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Mon, 06 Nov 1994 08:49:37 GMT",
          "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
          "Sun, 06 Nov 1994 08:49:37 +0000", "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",
          "Sun, 06 Nov 1994 08:49:37 GMT "})
        EXPECT_EQ(parse_http_date(bad), std::nullopt) << bad;
}

TEST(time_text, a_duration_is_one_number_and_one_unit) {
    EXPECT_EQ(parse_duration("45s"), seconds(45));
    EXPECT_EQ(parse_duration("90m"), seconds(5400));
    EXPECT_EQ(parse_duration("12h"), hours(12));
    EXPECT_EQ(parse_duration("30d"), hours(24 * 30));
    EXPECT_EQ(parse_duration("2w"), hours(24 * 14));
    EXPECT_EQ(parse_duration("0d"), seconds(0));
    EXPECT_EQ(parse_duration("007s"), seconds(7));
    for (auto const* bad : {"", "d", "30", "30D", "-1d", "+1d", "1.5h", "1h30m", " 1h", "1h ", "1 h", "1y",
                            "9999999999999w", "99999999999d", "100000000000000000000s"})
        EXPECT_EQ(parse_duration(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace ddbsnap
