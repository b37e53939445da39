#include "snapshot/table_layout.hpp"

#include "core/time_text.hpp"
#include "snapshot/retention_rule.hpp"
#include "snapshot/series_clock.hpp"

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using namespace std::chrono_literals;
namespace layout = table_layout;

snapshot example(std::string series = "") {
    snapshot s;
    s.series = std::move(series);
    s.name = "20260904081502118-snapshot.cfg_1788509702118_2";
    s.created = parse_iso8601("2026-09-04T08:15:02.118Z").value();
    s.body = "a=b\n";
    return s;
}

// As the TorchServe plugin stores it (its facts: createdOn with a comma, a month of two digits).
TEST(table_layout, the_default_series_lies_as_the_java_plugin_has_it) {
    auto const i = layout::to_item(example(), {});
    EXPECT_EQ(string_of(i, "snapshotName"), "20260904081502118-snapshot.cfg_1788509702118_2");
    EXPECT_EQ(string_of(i, "createdOn"), "2026-09-04 08:15:02,118");
    EXPECT_EQ(string_of(i, "createdOnMonth"), "2026-09");
    EXPECT_EQ(string_of(i, "snapshot"), "a=b\n");
    EXPECT_FALSE(i.contains("series"));
    EXPECT_FALSE(i.contains("expiresAt"));
}

TEST(table_layout, a_named_series_is_a_partition_of_the_index_by_itself) {
    auto const i = layout::to_item(example("web-1"), {});
    EXPECT_EQ(string_of(i, "snapshotName"), "web-1/20260904081502118-snapshot.cfg_1788509702118_2");
    EXPECT_EQ(string_of(i, "createdOnMonth"), "web-1#2026-09");
    EXPECT_EQ(string_of(i, "series"), "web-1");
}

TEST(table_layout, keys_are_in_the_zone_that_was_chosen) {
    auto const berlin_in_summer = parse_fixed_time_zone("+02:00").value();
    auto s = example();
    s.created = parse_iso8601("2026-08-31T23:00:00.000Z").value();
    auto const i = layout::to_item(s, berlin_in_summer);
    EXPECT_EQ(string_of(i, "createdOn"), "2026-09-01 01:00:00,000");
    EXPECT_EQ(string_of(i, "createdOnMonth"), "2026-09");
    EXPECT_EQ(layout::from_item(i, "", berlin_in_summer)->created, s.created);
}

TEST(table_layout, what_was_stored_is_read_again) {
    auto s = example("web-1");
    s.kind = body_kind::binary;
    s.body = std::string("\0\xff", 2);
    s.expires = parse_iso8601("2026-10-01T00:00:00Z").value();
    auto const back = layout::from_item(layout::to_item(s, {}), "web-1", {});
    ASSERT_TRUE(back);
    EXPECT_EQ(back->name, s.name);
    EXPECT_EQ(back->body, s.body);
    EXPECT_EQ(back->kind, body_kind::binary);
    EXPECT_EQ(back->expires, s.expires);
    EXPECT_EQ(back->size, 2u);
}

TEST(table_layout, an_item_of_the_java_plugin_is_read_unknown_attributes_and_all) {
    item i{{"snapshotName", "n_1_1"},
           {"createdOn", "2026-01-02 03:04:05,006"},
           {"createdOnMonth", "2026-01"},
           {"snapshot", "x=y"},
           {"somebodyElses", value_list{true}}};
    auto const s = layout::from_item(i, "", {});
    ASSERT_TRUE(s);
    EXPECT_EQ(s->body, "x=y");
    EXPECT_EQ(format_iso8601(s->created), "2026-01-02T03:04:05.006Z");
}

TEST(table_layout, what_is_not_a_snapshot_is_refused_with_its_key) {
    auto const whole = layout::to_item(example(), {});
    auto const refused = [&](item i) {
        auto const r = layout::from_item(i, "", {});
        return !r && r.error().code() == errc::corrupt_snapshot;
    };
    for (auto const* name : {"snapshot", "createdOn"}) {
        auto i = whole;
        i.erase(name);
        EXPECT_TRUE(refused(i)) << name;
    }
    auto i = whole;
    i["bodySize"] = number(std::int64_t{99});
    EXPECT_TRUE(refused(i));
    i = whole;
    i["snapshot"] = number(std::int64_t{1});
    EXPECT_TRUE(refused(i));
    i = whole;
    i["parts"] = number(std::int64_t{2});
    EXPECT_TRUE(refused(i));
}

TEST(table_layout, the_head_has_no_month_and_so_is_not_in_the_index) {
    auto const key = layout::head_key("web-1");
    EXPECT_EQ(string_of(key, "snapshotName"), "#head#web-1");
    EXPECT_EQ(string_of(layout::head_key(""), "snapshotName"), "#head");
    EXPECT_EQ(string_of(key, "createdOn"), "0");
    EXPECT_EQ(key.size(), 2u);
}

TEST(table_layout, a_head_that_names_nothing_is_no_head) {
    EXPECT_FALSE(layout::head_from_item({{"targetCreated", number(std::int64_t{1})}}));
    EXPECT_FALSE(layout::head_from_item({{"targetName", "n"}, {"targetCreatedOn", "c"}}));
    auto const h = layout::head_from_item(
        {{"targetName", "n"}, {"targetCreatedOn", "c"}, {"targetCreated", number(std::int64_t{7})}});
    ASSERT_TRUE(h);
    EXPECT_EQ(h->target_created, system_time(7ms));
}

TEST(series_clock, times_only_go_forward_whatever_the_wall_clock_does) {
    series_clock clock;
    EXPECT_EQ(clock.next("a", system_time(100ms)), system_time(100ms));
    EXPECT_EQ(clock.next("a", system_time(100ms)), system_time(101ms));
    EXPECT_EQ(clock.next("a", system_time(5ms)), system_time(102ms));
    EXPECT_EQ(clock.next("b", system_time(5ms)), system_time(5ms));
    EXPECT_EQ(clock.next("a", system_time(200ms)), system_time(200ms));
}

std::vector<snapshot_info> with_ages_in_days(std::vector<int> const& ages, system_time now) {
    std::vector<snapshot_info> all;
    for (int age : ages) {
        snapshot_info s;
        s.name = std::to_string(age);
        s.created = now - std::chrono::days(age);
        all.push_back(s);
    }
    return all;
}

TEST(retention, both_parts_of_a_rule_must_agree_and_the_newest_stays) {
    system_time const now(std::chrono::days(20000));
    auto const all = with_ages_in_days({40, 41, 50, 60}, now);
    auto const removed = [&](retention rule) {
        std::string names;
        for (auto const& s : select_for_removal(all, rule, now)) names += s.name + " ";
        return names;
    };
    retention by_count, by_age, by_both;
    by_count.keep = 2;
    by_age.older_than = std::chrono::days(45);
    by_both.keep = 3;
    by_both.older_than = std::chrono::days(45);
    EXPECT_EQ(removed(by_count), "50 60 ");
    EXPECT_EQ(removed(by_age), "50 60 ");
    EXPECT_EQ(removed(by_both), "60 ");
    by_age.older_than = std::chrono::days(1);
    EXPECT_EQ(removed(by_age), "41 50 60 ");
    by_count.keep = 9;
    EXPECT_EQ(removed(by_count), "");
}

TEST(retention, a_rule_that_says_nothing_or_too_much_is_refused) {
    EXPECT_FALSE(check_retention({}));
    retention none;
    none.keep = 0;
    EXPECT_FALSE(check_retention(none));
}

}  // namespace
}  // namespace ddbsnap
