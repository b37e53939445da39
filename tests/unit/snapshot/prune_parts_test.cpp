#include "unit/snapshot/store_fixture.hpp"

#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::fake_table;
using testing::ElementsAre;
using testing::IsEmpty;
using fate = fake_table::fate;
using namespace std::chrono_literals;

class prune_parts : public test::store_fixture {
   protected:
    std::vector<std::string> prune(retention rule, std::string series = "s") {
        auto const removed = run(store->prune(std::move(series), std::move(rule)));
        EXPECT_TRUE(removed);
        std::vector<std::string> names;
        if (removed)
            for (auto const& s : *removed) names.push_back(s.name);
        return names;
    }
    static retention orphans() {
        retention rule;
        rule.orphans = true;
        return rule;
    }
    static retention keep_one() {
        retention rule;
        rule.keep = 1;
        return rule;
    }
    /// A save of a body in three parts that is interrupted before its last request but one.
    void interrupt_save(std::string name = "lost") {
        auto const begun = table.operations().size();
        table.decide = [=](std::size_t n) { return n == begun + 3 ? fate::refused : fate::served; };
        EXPECT_FALSE(run(store->save(large_request(std::move(name)))));
        table.decide = nullptr;
    }
};

TEST_F(prune_parts, removes_the_parts_of_what_it_removes_after_the_snapshot_itself) {
    ASSERT_TRUE(run(store->save(large_request("old"))));
    ASSERT_TRUE(run(store->save(request("s", "new", "a=1"))));
    std::vector<std::size_t> progress;
    auto rule = keep_one();
    rule.progress = [&](std::size_t done, std::size_t) { progress.push_back(done); };
    clock += 1s;
    ASSERT_TRUE(run(store->save(request("s", "newer", "a=2"))));
    EXPECT_THAT(prune(rule), ElementsAre("new", "old"));
    EXPECT_THAT(table.names_with("old"), IsEmpty());
    EXPECT_EQ(run(store->last("s"))->name, "newer");
    std::string removal;
    for (auto const& sent : server->requests())
        if (sent.body.find("DeleteRequest") != std::string::npos) removal = sent.body;
    EXPECT_LT(removal.find(R"("s/old")"), removal.find("s/old#part-0001"));
    EXPECT_THAT(progress, ElementsAre(5));
}

TEST_F(prune_parts, counts_what_was_saved_just_now_and_is_not_in_the_index_yet) {
    ASSERT_TRUE(run(store->save(request("s", "old", "a=1"))));
    clock += 1s;
    ASSERT_TRUE(run(store->save(request("s", "new", "a=2"))));
    table.not_yet_in_index = "s/new";
    EXPECT_THAT(prune(keep_one()), ElementsAre("old"));
    EXPECT_EQ(run(store->last("s"))->name, "new");
}

TEST_F(prune_parts, does_not_count_what_the_head_names_and_is_gone) {
    ASSERT_TRUE(run(store->save(request("s", "old", "a=1"))));
    clock += 1s;
    ASSERT_TRUE(run(store->save(request("s", "gone", "a=2"))));
    std::erase_if(table.items, [](auto const& entry) { return entry.first.first == "s/gone"; });
    EXPECT_THAT(prune(keep_one()), IsEmpty());
    EXPECT_EQ(run(store->last("s"))->name, "old");
}

TEST_F(prune_parts, by_number_or_age_sees_no_parts) {
    interrupt_save();
    ASSERT_TRUE(run(store->save(request("s", "only", "a=1"))));
    EXPECT_THAT(prune(keep_one()), IsEmpty());
    EXPECT_EQ(table.names_with("#part-").size(), 3u);
}

TEST_F(prune_parts, of_orphans_removes_what_an_interrupted_save_left) {
    interrupt_save();
    clock += 61min;
    EXPECT_THAT(prune(orphans()), ElementsAre("lost#part-0001", "lost#part-0002", "lost#part-0003"));
    EXPECT_THAT(table.names_with("#part-"), IsEmpty());
}

TEST_F(prune_parts, of_orphans_leaves_a_save_that_may_be_under_way) {
    interrupt_save();
    clock += 59min;
    EXPECT_THAT(prune(orphans()), IsEmpty());
}

// A copy of an old snapshot is a save, too.
TEST_F(prune_parts, of_orphans_leaves_parts_of_an_old_snapshot_that_were_written_just_now) {
    clock += 24h;
    interrupt_save();
    clock += 59min;
    EXPECT_THAT(prune(orphans()), IsEmpty());
    clock += 2min;
    EXPECT_EQ(prune(orphans()).size(), 3u);
}

TEST_F(prune_parts, of_orphans_leaves_the_parts_of_snapshots) {
    ASSERT_TRUE(run(store->save(large_request("whole"))));
    interrupt_save();
    clock += 2h;
    EXPECT_EQ(prune(orphans()).size(), 3u);
    EXPECT_EQ(run(store->last("s"))->name, "whole");
}

TEST_F(prune_parts, of_orphans_leaves_other_series) {
    interrupt_save();
    clock += 2h;
    EXPECT_THAT(prune(orphans(), ""), IsEmpty());
    EXPECT_THAT(prune(orphans(), "t"), IsEmpty());
    EXPECT_EQ(table.names_with("#part-").size(), 3u);
}

TEST_F(prune_parts, of_orphans_finds_those_beyond_a_smaller_body_of_the_same_key) {
    ASSERT_TRUE(run(store->save(large_request("n", 1'500'000))));
    ASSERT_TRUE(run(store->save(large_request("n", 1'000'000))));
    clock += 2h;
    EXPECT_THAT(prune(orphans()), ElementsAre("n#part-0004"));
    EXPECT_EQ(run(store->last("s"))->size, 1'000'000u);
}

TEST_F(prune_parts, of_orphans_leaves_what_only_looks_like_one) {
    table.items[{"s/n#part-0001", "2026-01-01 00:00:00,000"}] = {{"snapshotName", "s/n#part-0001"},
                                                                 {"createdOn", "2026-01-01 00:00:00,000"},
                                                                 {"createdOnMonth", "2026-01"},
                                                                 {"series", "s"}};
    EXPECT_THAT(prune(orphans()), IsEmpty());
}

TEST_F(prune_parts, as_a_trial_removes_nothing) {
    interrupt_save();
    clock += 2h;
    auto rule = orphans();
    rule.dry_run = true;
    EXPECT_EQ(prune(rule).size(), 3u);
    EXPECT_EQ(table.names_with("#part-").size(), 3u);
}

TEST_F(prune_parts, that_fails_at_any_step_leaves_every_snapshot_whole) {
    ASSERT_TRUE(run(store->save(large_request("old"))));
    clock += 1s;
    ASSERT_TRUE(run(store->save(request("s", "new", "a=1"))));
    bool went_through = false;
    for (std::size_t step = 0; !went_through; ++step) {
        auto const begun = table.operations().size();
        table.decide = [&](std::size_t n) { return n == begun + step ? fate::refused : fate::served; };
        went_through = run(store->prune("s", keep_one())).has_value();
        table.decide = nullptr;
        EXPECT_NE(went_through, run(store->get("s", "old")).has_value()) << step;
        ASSERT_LE(step, 40u);  // the months of two years, the head, a batch
    }
    EXPECT_THAT(table.names_with("old"), IsEmpty());
}

TEST_F(prune_parts, of_orphans_and_by_number_at_once_is_refused) {
    for (auto rule : {keep_one(), retention{{}, 1h, false, false, {}}}) {
        rule.orphans = true;
        auto const pruned = run(store->prune("s", rule));
        ASSERT_FALSE(pruned);
        EXPECT_EQ(pruned.error().code(), errc::invalid_argument);
    }
}

}  // namespace
}  // namespace ddbsnap
