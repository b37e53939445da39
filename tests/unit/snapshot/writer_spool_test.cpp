#include "support/failing_calls.hpp"
#include "support/held_thread.hpp"
#include "support/spool_fixture.hpp"

#include <cerrno>
#include <gmock/gmock.h>

namespace ddbsnap::test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

struct writer_spool : spool_fixture {};

TEST_F(writer_spool, holds_the_newest_of_each_series_until_it_is_stored) {
    open();
    ASSERT_FALSE(save("a", "1"));
    settle();
    EXPECT_EQ(spooled(), "a=1");
    ASSERT_FALSE(save("a", "2"));
    ASSERT_FALSE(save("b", "1"));
    settle();
    EXPECT_EQ(spooled(), "a=2 b=1");
    pass(milliseconds(50));
    EXPECT_EQ(spooled(), "a=2 b=1");
    ASSERT_FALSE(save("b", "2"));
    store->open.front()->succeed();
    settle();
    EXPECT_EQ(spooled(), "b=2");
    pass(milliseconds(50));
    store->open.front()->succeed();
    settle();
    EXPECT_EQ(spooled(), "");
    EXPECT_EQ(core->stats().spool_failures, 0u);
}

TEST_F(writer_spool, a_wait_ends_when_the_file_is_there) {
    open();
    auto const saved = start(core->save_and_wait("a", "1", until::spooled, {}));
    ASSERT_TRUE(saved->value);
    ASSERT_TRUE(*saved->value);
    EXPECT_EQ((*saved->value)->outcome, save_outcome::spooled);
    EXPECT_EQ(spooled(), "a=1");
}

TEST_F(writer_spool, a_wait_ends_with_the_reason_where_the_file_cannot_be_written) {
    open();
    failing_calls failing(0, ENOSPC);
    core.reset();
    files = failing.calls();
    store = std::make_shared<puppet_store>();
    open();
    auto const saved = start(core->save_and_wait("a", "1", until::spooled, {}));
    ASSERT_TRUE(saved->value);
    ASSERT_FALSE(*saved->value);
    EXPECT_EQ(saved->value->error().code(), errc::io_error);
    EXPECT_THAT(saved->value->error().to_string(), HasSubstr("free space"));
    // It is stored all the same, and the file is tried again a second later.
    EXPECT_EQ(core->stats().spool_failures, 1u);
    pass(milliseconds(50));
    EXPECT_EQ(open_call(), "a=1");
    EXPECT_EQ(spooled(), "");
    pass(milliseconds(950));
    EXPECT_EQ(spooled(), "a=1");
}

TEST_F(writer_spool, without_a_spool_nobody_can_wait_for_it) {
    options.spool_dir.clear();
    open();
    auto const saved = start(core->save_and_wait("a", "1", until::spooled, {}));
    ASSERT_TRUE(saved->value);
    EXPECT_EQ(saved->value->error().code(), errc::invalid_argument);
}

TEST_F(writer_spool, the_next_start_sends_what_was_left_under_its_own_name_and_time) {
    open();
    ASSERT_FALSE(save("a", "1"));
    settle();
    auto const created = clock->system_now();
    auto const closed = start(core->close(milliseconds(0)));
    ASSERT_TRUE(closed->value);
    EXPECT_EQ(endings(), "a:spooled");
    EXPECT_EQ(closed->value->not_stored.front().outcome, save_outcome::spooled);
    core.reset();
    settle();
    store = std::make_shared<puppet_store>();
    ended.clear();
    clock->advance(std::chrono::hours(1));
    open();
    ASSERT_EQ(open_call(), "a=1");
    EXPECT_EQ(store->open.front()->requests.front().created, created);
    EXPECT_EQ(store->open.front()->requests.front().name, "20260102030405000-snapshot.cfg");
    store->open.front()->succeed();
    settle();
    EXPECT_EQ(spooled(), "");
    EXPECT_EQ(endings(), "a:stored");
    EXPECT_EQ(core->stats().replayed, 1u);
    EXPECT_EQ(core->stats().accepted, 0u);
}

struct replayed : writer_spool {
    /// A first process leaves a=1.
    replayed() {
        open();
        EXPECT_FALSE(save("a", "1"));
        settle();
        created = clock->system_now();
        start(core->close(milliseconds(0)));
        core.reset();
        settle();
        store = std::make_shared<puppet_store>();
        ended.clear();
    }
    snapshot in_store(milliseconds later, std::string name = "20260102030405000-snapshot.cfg") const {
        snapshot s;
        s.series = "a";
        s.name = std::move(name);
        s.created = created + later;
        return s;
    }

    system_time created;
};

TEST_F(replayed, is_not_sent_where_the_store_has_it) {
    store->newest.emplace("a", in_store(milliseconds(0)));
    open();
    EXPECT_EQ(store->calls.size(), 0u);
    EXPECT_EQ(endings(), "a:stored");
    EXPECT_EQ(spooled(), "");
}

TEST_F(replayed, is_not_sent_where_the_store_has_something_newer) {
    store->newest.emplace("a", in_store(milliseconds(1), "of another"));
    open();
    EXPECT_EQ(store->calls.size(), 0u);
    EXPECT_EQ(endings(), "a:superseded");
    EXPECT_EQ(spooled(), "");
}

TEST_F(replayed, is_sent_where_the_store_has_something_older) {
    store->newest.emplace("a", in_store(milliseconds(-1), "older"));
    open();
    EXPECT_EQ(open_call(), "a=1");
}

TEST_F(replayed, is_superseded_by_a_save_which_gets_a_later_time) {
    clock->step_wall_clock(std::chrono::hours(-2));
    store->newest.emplace("a", failure(errc::connect_failed, "refused"));
    open();
    ASSERT_FALSE(save("a", "2"));
    settle();
    EXPECT_EQ(endings(), "a:superseded");
    EXPECT_EQ(spooled(), "a=2");
    pass(milliseconds(50));
    ASSERT_EQ(open_call(), "a=2");
    EXPECT_EQ(store->open.front()->requests.front().created, created + milliseconds(1));
}

TEST_F(replayed, is_tried_again_while_the_store_cannot_be_reached) {
    store->newest.emplace("a", failure(errc::connect_failed, "refused"));
    open();
    EXPECT_EQ(store->calls.size(), 0u);
    store->newest.clear();
    pass(std::chrono::seconds(1));
    EXPECT_EQ(open_call(), "a=1");
}

TEST_F(replayed, stays_in_the_spool_where_the_table_is_missing) {
    open();
    store->open.front()->fail(failure(errc::table_missing, "table T does not exist"));
    settle();
    ASSERT_EQ(endings(), "a:spooled");
    EXPECT_EQ(ended.front().why->code(), errc::table_missing);
    EXPECT_EQ(spooled(), "a=1");
}

TEST_F(replayed, goes_where_it_can_never_be_stored) {
    open();
    store->open.front()->fail(failure(service_errc::item_collection_size_limit_exceeded, "no"));
    settle();
    EXPECT_EQ(endings(), "a:failed");
    EXPECT_EQ(spooled(), "");
}

// As DynamoDB says it: a store that was mistyped at one start must not cost what is spooled.
TEST_F(replayed, stays_in_the_spool_where_the_table_has_other_keys) {
    failure const other_keys(service_errc::validation, "The provided key element does not match the schema");
    store->newest.emplace("a", other_keys);
    open();
    EXPECT_EQ(endings(), "a:spooled");
    EXPECT_EQ(spooled(), "a=1");
}

TEST_F(replayed, stays_in_the_spool_where_this_writer_cannot_hold_it) {
    options.max_pending_bytes = 20'000;
    open();
    ASSERT_FALSE(save("a", std::string(10'000, 'x')));
    settle();
    end_and_forget();
    options.max_pending_bytes = 8'000;
    open();
    ASSERT_EQ(endings(), "a:spooled");
    EXPECT_EQ(ended.front().why->code(), errc::snapshot_too_large);
    EXPECT_EQ(spooled(), "a=" + std::string(10'000, 'x'));
}

TEST_F(replayed, that_is_outdated_moves_on_what_is_saved_later) {
    snapshot newer;
    newer.series = "a";
    newer.name = "newer";
    newer.created = clock->system_now() + std::chrono::hours(1);
    store->newest.emplace("a", newer);
    open();
    ASSERT_EQ(endings(), "a:superseded");
    ASSERT_FALSE(save("a", "2"));
    pass(milliseconds(50));
    EXPECT_GT(*store->open.front()->requests.front().created, newer.created);
}

TEST_F(writer_spool, has_its_turn_before_a_snapshot_ends_for_want_of_a_table) {
    open();
    held_blocking_thread disk;
    ASSERT_FALSE(save("a", "1"));
    clock->advance(milliseconds(50));
    run_without_disk();
    ASSERT_EQ(open_call(), "a=1");
    store->open.front()->fail(failure(errc::table_missing, "table T does not exist"));
    run_without_disk();
    EXPECT_EQ(endings(), "");
    disk.let_go();
    settle();
    EXPECT_EQ(spooled(), "a=1");
    pass(milliseconds(50));
    ASSERT_EQ(open_call(), "a=1");
    store->open.front()->fail(failure(errc::table_missing, "table T does not exist"));
    settle();
    EXPECT_EQ(endings(), "a:spooled");
    EXPECT_EQ(spooled(), "a=1");
}

TEST_F(writer_spool, that_holds_a_newer_one_supersedes_what_is_refused_for_want_of_a_table) {
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    ASSERT_FALSE(save("a", "2"));
    settle();
    ASSERT_EQ(spooled(), "a=2");
    ASSERT_EQ(open_call(), "a=1");
    answer_all(failure(errc::table_missing, "table T does not exist"));
    EXPECT_EQ(endings(), "a:superseded");
    pass(milliseconds(50));
    ASSERT_EQ(open_call(), "a=2");
    answer_all(failure(errc::table_missing, "table T does not exist"));
    EXPECT_EQ(endings(), "a:superseded a:spooled");
    EXPECT_EQ(spooled(), "a=2");
}

TEST_F(writer_spool, that_cannot_be_written_keeps_no_snapshot_from_its_end) {
    open();
    core.reset();
    settle();
    failing_calls failing(0, ENOSPC);
    files = failing.calls();
    store = std::make_shared<puppet_store>();
    open();
    ASSERT_FALSE(save("a", "1"));
    settle();
    ASSERT_EQ(core->stats().spool_failures, 1u);
    pass(milliseconds(50));
    store->open.front()->fail(failure(errc::table_missing, "table T does not exist"));
    settle();
    EXPECT_EQ(endings(), "a:failed");
}

TEST_F(writer_spool, what_a_producer_gives_is_spooled_when_it_is_sent_or_at_the_close) {
    open();
    ASSERT_FALSE(save("a", [] { return std::string("1"); }));
    settle();
    EXPECT_EQ(spooled(), "");
    pass(milliseconds(50));
    EXPECT_EQ(spooled(), "a=1");
    ASSERT_FALSE(save("a", [] { return std::string("2"); }));
    start(core->close(milliseconds(0)));
    EXPECT_EQ(spooled(), "a=2");
    EXPECT_EQ(endings(), "a:superseded a:spooled");
}

TEST_F(writer_spool, a_second_writer_is_told_that_the_directory_is_in_use) {
    open();
    auto const second = try_open();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code(), errc::spool_in_use);
}

TEST_F(writer_spool, one_that_fails_at_the_close_loses_nothing_in_silence) {
    open();
    ASSERT_FALSE(save("a", "1"));
    settle();
    std::filesystem::remove_all(scratch.path() / "spool");
    ASSERT_FALSE(save("a", "2"));
    auto const closed = start(core->close(milliseconds(0)));
    ASSERT_TRUE(closed->value);
    EXPECT_EQ(endings(), "a:superseded a:failed");
    EXPECT_EQ(ended.back().why->code(), errc::timeout);
}

}  // namespace
}  // namespace ddbsnap::test
