#include "snapshot/part_items.hpp"
#include "snapshot/table_layout.hpp"
#include "unit/snapshot/store_fixture.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::fake_table;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using fate = fake_table::fate;

constexpr auto* created_on = "2026-01-02 03:04:05,000";

class large_bodies : public test::store_fixture {
   protected:
    item& snapshot_item() { return table.items.at({"s/large", created_on}); }
    item& part(int n) { return table.items.at({fmt::format("s/large#part-{:04}", n), created_on}); }
    void save_large() { ASSERT_TRUE(run(store->save(large_request()))); }
    failure failure_of_get() {
        auto got = run(store->get("s", "large"));
        EXPECT_FALSE(got);
        return got ? failure(errc::not_supported, "it was read") : std::move(got).error();
    }
    void expect_corrupt(std::string_view what) {
        auto const f = failure_of_get();
        EXPECT_EQ(f.code(), errc::corrupt_snapshot) << f.message();
        EXPECT_THAT(f.message(), HasSubstr(what));
        EXPECT_THAT(f.message(), HasSubstr("s/large"));
    }
    static void set(item& i, std::string const& name, attribute_value value) {
        i.insert_or_assign(name, std::move(value));
    }
};

TEST_F(large_bodies, lie_in_parts_and_come_back) {
    save_large();
    EXPECT_THAT(table.names_with("#part-"),
                ElementsAre("s/large#part-0001", "s/large#part-0002", "s/large#part-0003"));
    EXPECT_EQ(snapshot_item().at("parts"), number(std::int64_t{3}));
    EXPECT_EQ(snapshot_item().at("bodySize"), number(std::int64_t{1'000'000}));
    EXPECT_FALSE(snapshot_item().contains("snapshot"));
    for (auto const& got : {run(store->last("s")), run(store->get("s", "large"))}) {
        ASSERT_TRUE(got);
        EXPECT_TRUE(got->body == large_request().body);
        EXPECT_EQ(got->kind, body_kind::binary);
        EXPECT_EQ(got->name, "large");
        EXPECT_EQ(got->size, 1'000'000u);
    }
}

TEST_F(large_bodies, are_made_visible_by_the_item_that_comes_last) {
    save_large();
    EXPECT_THAT(table.operations(), ElementsAre("PutItem", "PutItem", "PutItem", "PutItem", "UpdateItem"));
    for (int n = 1; n <= 3; ++n) EXPECT_FALSE(part(n).contains("createdOnMonth"));
    auto const last = server->requests().at(3).body;
    EXPECT_THAT(last, HasSubstr("createdOnMonth"));
}

TEST_F(large_bodies, that_are_text_stay_text) {
    // Of every two bytes of UTF-8 that are in it, no cut may care.
    std::string text;
    for (char const c : noise(700'000)) text += fmt::format("{}ü", c >= 0 ? 'a' + c % 26 : 'b');
    auto r = request("s", "large", text);
    ASSERT_TRUE(run(store->save(std::move(r))));
    auto const got = run(store->last("s"));
    ASSERT_TRUE(got);
    EXPECT_EQ(got->kind, body_kind::text);
    EXPECT_TRUE(got->body == text);
}

TEST_F(large_bodies, begin_where_an_item_ends) {
    auto const envelope = size_of(table_layout::envelope(
        [] {
            snapshot_info info;
            info.name = "n";
            info.created = now;
            info.size = 409'111;  // six digits, as the one that fits has
            return info;
        }(),
        {}));
    auto const most = max_item_size - envelope - std::string_view("snapshot").size();
    auto fitting = request("", "n", std::string(most, 'x'));
    fitting.created = now;
    ASSERT_TRUE(run(store->save(fitting)));
    EXPECT_TRUE(string_of(table.items.at({"n", created_on}), "snapshot") == fitting.body);
    fitting.body += 'x';
    ASSERT_TRUE(run(store->save(fitting)));
    EXPECT_TRUE(table.items.at({"n", created_on}).contains("bodySha256"));
    EXPECT_TRUE(run(store->last(""))->body == fitting.body);
}

TEST_F(large_bodies, above_the_limit_are_refused_before_anything_is_sent) {
    auto const saved = run(store->save(request("s", "n", std::string(max_snapshot_size + 1, 'x'))));
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code(), errc::snapshot_too_large);
    EXPECT_THAT(table.operations(), IsEmpty());
}

TEST_F(large_bodies, expire_with_all_their_parts) {
    auto r = large_request();
    r.ttl = std::chrono::hours(1);
    ASSERT_TRUE(run(store->save(std::move(r))));
    for (int n = 1; n <= 3; ++n) EXPECT_EQ(part(n).at("expiresAt"), snapshot_item().at("expiresAt"));
    clock += std::chrono::hours(2);
    EXPECT_EQ(run(store->last("s")).error().code(), errc::not_found);
}

TEST_F(large_bodies, count_as_one_in_a_list) {
    save_large();
    auto const listed = run(store->list("s", 10));
    ASSERT_TRUE(listed);
    ASSERT_EQ(listed->size(), 1u);
    EXPECT_EQ(listed->front().name, "large");
    EXPECT_EQ(listed->front().size, 1'000'000u);
}

// With each request refused in turn, nothing is to be seen until all is there, and doing it again mends it.
TEST_F(large_bodies, that_are_interrupted_at_any_step_leave_nothing_visible) {
    ASSERT_TRUE(run(store->save(request("s", "before", "old"))));
    bool went_through = false;
    for (std::size_t step = 0; !went_through; ++step) {
        for (auto const how : {fate::refused, fate::lost}) {
            auto const begun = table.operations().size();
            table.decide = [&, how](std::size_t n) { return n == begun + step ? how : fate::served; };
            auto r = large_request(fmt::format("large-{}-{}", step, how == fate::lost), 900'000);
            r.created = now + std::chrono::milliseconds(10 * (step + 1) + (how == fate::lost));
            auto const saved = run(store->save(r));
            table.decide = nullptr;
            went_through = saved.has_value();
            auto const seen = run(store->last("s"));
            ASSERT_TRUE(seen) << step;
            bool const is_there = seen->name == r.name;
            EXPECT_EQ(seen->name == r.name, seen->body == r.body) << step;
            EXPECT_TRUE(step >= 3 || !is_there) << step;
            ASSERT_TRUE(run(store->save(r))) << step;
            EXPECT_TRUE(run(store->last("s"))->body == r.body) << step;
        }
        ASSERT_LE(step, 5u);
    }
}

TEST_F(large_bodies, saved_again_are_the_same_items) {
    save_large();
    auto const before = table.items;
    save_large();
    EXPECT_TRUE(table.items == before);
}

TEST_F(large_bodies, without_one_of_their_parts_are_corrupt) {
    save_large();
    table.items.erase({"s/large#part-0002", created_on});
    expect_corrupt("part 2 of 3 is missing");
}

TEST_F(large_bodies, with_a_changed_part_are_corrupt) {
    save_large();
    auto const good = part(3);
    part(3).at("snapshot").get_if<binary>()->bytes[5] ^= 1;
    expect_corrupt("part 3 of 3 is damaged");
    part(3) = good;
    part(3).erase("bodySha256");
    expect_corrupt("part 3 of 3 is damaged");
    part(3) = good;
    set(part(3), "snapshot", "text");
    expect_corrupt("part 3 of 3 is damaged");
}

TEST_F(large_bodies, with_a_part_of_another_body_are_corrupt) {
    save_large();
    std::swap(part(1).at("snapshot"), part(2).at("snapshot"));
    std::swap(part(1).at("bodySha256"), part(2).at("bodySha256"));
    expect_corrupt("SHA-256");
}

TEST_F(large_bodies, whose_item_says_what_cannot_be_are_corrupt) {
    save_large();
    auto const good = snapshot_item();
    auto const refused_with = [&](std::string const& name, attribute_value value, std::string_view what) {
        set(snapshot_item(), name, std::move(value));
        expect_corrupt(what);
        snapshot_item() = good;
    };
    refused_with("parts", number(std::int64_t{0}), "parts");
    refused_with("parts", number(std::int64_t{10'000}), "parts");
    refused_with("parts", "3", "parts");
    refused_with("bodySize", number(std::int64_t{max_snapshot_size + 1}), "bodySize");
    refused_with("bodySize", number(std::int64_t{999'999}), "more than 999999 bytes");
    refused_with("bodySize", number(std::int64_t{1'000'001}), "1000000 bytes where 1000001");
    refused_with("bodySha256", binary{"short"}, "bodySha256");
    refused_with("bodySha256", binary{std::string(32, 'x')}, "SHA-256");
    refused_with("encoding", "brotli", "newer version");
    EXPECT_TRUE(run(store->get("s", "large")));
}

TEST_F(large_bodies, that_are_corrupt_and_the_newest_are_not_replaced_by_an_older_one) {
    auto r = request("s", "before", "old");
    r.created = now - std::chrono::hours(1);
    ASSERT_TRUE(run(store->save(std::move(r))));
    save_large();
    table.items.erase({"s/large#part-0002", created_on});
    auto const got = run(store->last("s"));
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), errc::corrupt_snapshot);
}

TEST_F(large_bodies, that_are_corrupt_are_passed_over_with_a_warning_where_there_is_no_head) {
    settings.head = false;
    reopen();
    auto r = request("s", "before", "old");
    r.created = now - std::chrono::hours(1);
    ASSERT_TRUE(run(store->save(std::move(r))));
    save_large();
    table.items.erase({"s/large#part-0002", created_on});
    auto const got = run(store->last("s"));
    ASSERT_TRUE(got);
    EXPECT_EQ(got->name, "before");
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_THAT(warnings[0], HasSubstr("part 2 of 3 is missing"));
}

TEST_F(large_bodies, whose_parts_cannot_be_read_fail_and_are_not_passed_over) {
    settings.head = false;
    reopen();
    save_large();
    auto const begun = table.operations().size();
    table.decide = [&](std::size_t n) { return n == begun + 2 ? fate::refused : fate::served; };
    EXPECT_EQ(run(store->last("s")).error().code(), service_errc::access_denied);
    EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(large_bodies, that_are_older_than_the_head_are_not_read_for_nothing) {
    save_large();
    table.items.erase({"s/large", created_on});
    auto newest = request("s", "newest", "a=1");
    newest.created = now + std::chrono::hours(1);
    ASSERT_TRUE(run(store->save(std::move(newest))));
    save_large();
    // As long as the index does not have the newest.
    table.items.at({"s/newest", "2026-01-02 04:04:05,000"}).erase("createdOnMonth");
    auto const before = table.count("GetItem");
    EXPECT_EQ(run(store->last("s"))->name, "newest");
    EXPECT_EQ(table.count("GetItem") - before, 2u);
}

TEST_F(large_bodies, whose_saving_is_cancelled_write_no_more) {
    server->behave({.on_request = [] { return test::reaction{.after = test::reaction::ending::hang}; }});
    auto r = large_request("n", 5'000'000);
    test::running<snapshot_info> operation(io, store->save(std::move(r)));
    test::run_until(io, [&] { return server->requests().size() == 4; });
    operation.cancel();
    EXPECT_EQ(operation.wait().error().code(), errc::operation_aborted);
    EXPECT_EQ(server->requests().size(), 4u);
}

TEST(part_names, are_told_from_others) {
    auto const part = parse_part_name("web/n#part-0012");
    ASSERT_TRUE(part);
    EXPECT_EQ(part->snapshot_name, "web/n");
    EXPECT_EQ(part->number, 12u);
    for (auto const* name : {"", "n", "#part-0001", "n#part-", "n#part-1", "n#part-00001", "n#part-0000",
                             "n#part-+001", "n#part-00x1", "n#part-0001 "})
        EXPECT_FALSE(parse_part_name(name)) << name;
}

TEST(part_names, count_as_many_parts_as_a_body_may_need) {
    EXPECT_EQ(parts_for(1), 1u);
    EXPECT_EQ(parts_for(part_size), 1u);
    EXPECT_EQ(parts_for(part_size + 1), 2u);
    EXPECT_LE(parts_for(max_snapshot_size), 9999u);
}

TEST(part_items, fit_whatever_their_names_are) {
    snapshot_info info;
    info.series = std::string(128, 's');
    info.name = std::string(1024, 'n');
    info.created = system_time(std::chrono::seconds(1));
    info.expires = info.created;
    auto const whole = table_layout::envelope(info, {});
    auto const part = part_item(whole, 1, std::string(part_size, 'x'), info.created);
    EXPECT_LE(size_of(part), max_item_size);
}

}  // namespace
}  // namespace ddbsnap
