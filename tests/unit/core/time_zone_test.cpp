#include "core/time_zone.hpp"

#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iterator>

namespace ddbsnap {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

std::string zone_file(std::string const& name) {
    std::ifstream in(std::string(DDBSNAP_TEST_DATA) + "/time_zones/" + name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

world with_recorded_zones() {
    world w;
    w.read_file = [](std::filesystem::path const& path) -> result<std::string> {
        std::string const root = "/usr/share/zoneinfo/";
        auto bytes = path.string().starts_with(root) ? zone_file(path.string().substr(root.size())) : "";
        if (bytes.empty()) return failure(errc::not_found, "cannot read " + path.string());
        return bytes;
    };
    return w;
}

system_time utc(std::int64_t ms) { return system_time(milliseconds(ms)); }
wall_time wall(std::int64_t ms) { return wall_time(milliseconds(ms)); }

// The zone files are those of tzdata 2024 to 2026; times.tsv was recorded from java.time by RecordTimes.java
// beside it.
TEST(time_zone, utc_and_wall_clock_are_those_of_java_time) {
    std::ifstream in(std::string(DDBSNAP_TEST_DATA) + "/time_zones/times.tsv");
    std::string name, direction;
    std::int64_t asked = 0, answered = 0;
    int count = 0;
    std::string loaded;
    time_zone zone;
    while (in >> name >> direction >> asked >> answered) {
        if (name != loaded) {
            auto parsed = time_zone_from_tzif(zone_file(name));
            ASSERT_TRUE(parsed) << name << ": " << parsed.error().message();
            zone = *parsed;
            loaded = name;
        }
        if (direction == "utc")
            EXPECT_EQ(zone.to_local(utc(asked)), wall(answered)) << name << " utc " << asked;
        else
            EXPECT_EQ(zone.to_utc(wall(asked)), utc(answered)) << name << " wall " << asked;
        ++count;
    }
    EXPECT_GT(count, 1000);
}

TEST(time_zone, fixed_offsets_are_understood) {
    EXPECT_EQ(parse_fixed_time_zone("UTC"), time_zone());
    EXPECT_EQ(parse_fixed_time_zone("Z"), time_zone());
    EXPECT_EQ(parse_fixed_time_zone("+02:00"), time_zone(hours(2)));
    EXPECT_EQ(parse_fixed_time_zone("-0330"), time_zone(-minutes(210)));
    EXPECT_EQ(parse_fixed_time_zone("+14"), time_zone(hours(14)));
    EXPECT_EQ(parse_fixed_time_zone("-00:00"), time_zone());
    for (auto const* bad : {"", "+", "2", "+2", "+2:00", "02:00", "+24:00", "+02:60", "+02:0", "+02:000",
                            "+0200 ", "utc", "+-2:00", "+02:"})
        EXPECT_EQ(parse_fixed_time_zone(bad), std::nullopt) << bad;
}

TEST(time_zone, a_fixed_offset_moves_the_wall_clock_and_back) {
    time_zone const zone(-minutes(210));
    EXPECT_EQ(zone.to_local(utc(0)), wall(-210 * 60'000));
    EXPECT_EQ(zone.to_utc(wall(-210 * 60'000)), utc(0));
}

TEST(time_zone, a_name_is_looked_up_in_the_zone_directory) {
    auto zone = load_time_zone("Europe/Berlin", with_recorded_zones());
    ASSERT_TRUE(zone);
    EXPECT_EQ(format_created_on(utc(1795430755123), *zone), "2026-11-23 11:45:55,123");
    EXPECT_EQ(format_stamp(utc(1782902755123), *zone), "20260701124555123");
    EXPECT_EQ(parse_stamp("20260701124555123", *zone), utc(1782902755123));
    EXPECT_EQ(parse_created_on("2026-11-23 11:45:55,123", *zone), utc(1795430755123));
    EXPECT_EQ(parse_created_on("2026-11-23 11:45:55", *zone), std::nullopt);
    // 23:30 UTC on July 31 is August in Berlin.
    EXPECT_EQ(format_month(utc(1785540600000), *zone), "2026-08");
    EXPECT_EQ(*load_time_zone("+01:00", world()), time_zone(hours(1)));
}

TEST(time_zone, names_that_leave_the_zone_directory_are_never_read) {
    world w;
    w.read_file = [](std::filesystem::path const& path) -> result<std::string> {
        ADD_FAILURE() << path;
        return std::string();
    };
    for (auto const* bad : {"", "/etc/passwd", "../passwd", "Europe/../../passwd", "Europe//Berlin",
                            "Europe/", ".hidden", "a b", "tzdata.zi"}) {
        auto zone = load_time_zone(bad, w);
        ASSERT_FALSE(zone) << bad;
        EXPECT_EQ(zone.error().code(), errc::invalid_configuration);
    }
}

TEST(time_zone, an_unknown_zone_says_so_and_what_to_name_instead) {
    auto zone = load_time_zone("Europe/Nowhere", with_recorded_zones());
    ASSERT_FALSE(zone);
    EXPECT_EQ(zone.error().code(), errc::invalid_configuration);
    EXPECT_THAT(zone.error().to_string(), testing::HasSubstr("Europe/Nowhere is not known to this machine"));
    EXPECT_THAT(zone.error().to_string(), testing::HasSubstr("+02:00"));
    EXPECT_FALSE(load_time_zone("Europe/Berlin", world()));
}

TEST(time_zone, the_furthest_times_do_not_overflow) {
    auto const berlin = time_zone_from_tzif(zone_file("Europe/Berlin"));
    ASSERT_TRUE(berlin);
    EXPECT_EQ(format_stamp(system_time::max(), *berlin), "99991231235959999");
    EXPECT_EQ(format_stamp(system_time::min(), *berlin), "00010101000000000");
    EXPECT_LT(berlin->to_utc(wall_time::min()), utc(0));
    EXPECT_GT(berlin->to_utc(wall_time::max()), utc(0));
}

TEST(tzif, every_file_cut_short_is_refused) {
    auto const bytes = zone_file("Europe/Berlin");
    ASSERT_GT(bytes.size(), 500u);
    for (std::size_t length = 0; length != bytes.size(); ++length) {
        auto zone = time_zone_from_tzif(bytes.substr(0, length));
        ASSERT_FALSE(zone) << length;
        EXPECT_EQ(zone.error().code(), errc::malformed_file);
    }
}

TEST(tzif, a_changed_byte_never_does_more_than_change_the_zone) {
    auto const bytes = zone_file("Asia/Kolkata");
    ASSERT_FALSE(bytes.empty());
    for (std::size_t i = 0; i != bytes.size(); ++i)
        for (auto value : {0x00, 0x7f, 0x80, 0xff}) {
            auto broken = bytes;
            broken[i] = static_cast<char>(value);
            auto zone = time_zone_from_tzif(broken);
            if (zone) zone->to_utc(zone->to_local(utc(0)));
        }
}

TEST(tzif, version_1_is_not_supported) {
    auto bytes = zone_file("Europe/Berlin");
    bytes[4] = '\0';
    EXPECT_EQ(time_zone_from_tzif(bytes).error().code(), errc::not_supported);
}

std::int64_t offset_minutes(posix_zone_rule const& rule, std::int64_t seconds_since_epoch) {
    return rule.offset_at(std::chrono::sys_seconds(seconds(seconds_since_epoch))).count() / 60;
}

// Expectations from GNU date: TZ=RULE date -d @SECONDS +%z.
TEST(posix_zone_rule, daylight_time_follows_the_rule) {
    struct known {
        char const* rule;
        std::int64_t at;
        int minutes;
    };
    constexpr known times[] = {
        {"CET-1CEST,M3.5.0,M10.5.0/3", 1774745999, 60},
        {"CET-1CEST,M3.5.0,M10.5.0/3", 1774746000, 120},
        {"CET-1CEST,M3.5.0,M10.5.0/3", 1792889999, 120},
        {"CET-1CEST,M3.5.0,M10.5.0/3", 1792890000, 60},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", 1767225600, 660},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", 1782864000, 600},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 1767225600, 0},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", 1782864000, 60},
        {"<+0330>-3:30", 1782864000, 210},
        {"EST5EDT,J60,J300/4:30:15", 1709251199, -300},
        {"EST5EDT,J60/0,J300", 1709269200, -240},
        {"EST5EDT,59/0,299", 1709182800, -240},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1774745999, -120},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1774746000, -60},
    };
    for (auto const& t : times) {
        auto const rule = posix_zone_rule::parse(t.rule);
        ASSERT_TRUE(rule) << t.rule;
        EXPECT_EQ(offset_minutes(*rule, t.at), t.minutes) << t.rule << " at " << t.at;
    }
}

TEST(posix_zone_rule, what_is_not_a_rule_is_refused) {
    for (auto const* bad :
         {"", "CET", "C-1", "CET-25", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
          "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J1", "CET-1CEST,J1,J366",
          "CET-1CEST,1,366", "<CET-1", "<C>-1", "CET-1x", "CET-1CEST,M3.5.0,M10.5.0/3 ",
          "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1:60", "CET--1"})
        EXPECT_FALSE(posix_zone_rule::parse(bad)) << bad;
}

}  // namespace
}  // namespace ddbsnap
