#include "support/writer_fixture.hpp"

#include <gmock/gmock.h>

namespace ddbsnap::test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

struct snapshot_writer : writer_fixture {};

TEST_F(snapshot_writer, sends_a_series_when_it_has_been_quiet) {
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(40));
    ASSERT_FALSE(save("a", "2"));
    pass(milliseconds(49));
    EXPECT_EQ(open_call(), "0 calls");
    pass(milliseconds(1));
    EXPECT_EQ(open_call(), "a=2");
    store->open.front()->succeed();
    settle();
    EXPECT_EQ(endings(), "a:superseded a:stored");
}

TEST_F(snapshot_writer, sends_a_series_that_is_never_quiet_after_max_wait) {
    open();
    for (int i = 0; i != 100; ++i) {
        ASSERT_FALSE(save("a", std::to_string(i)));
        pass(milliseconds(10));
    }
    EXPECT_EQ(open_call(), "a=99");
}

TEST_F(snapshot_writer, sends_all_series_that_are_due_together) {
    open();
    for (auto const* series : {"a", "b", "c"}) ASSERT_FALSE(save(series, "1"));
    pass(milliseconds(50));
    EXPECT_EQ(open_call(), "a=1 b=1 c=1");
}

TEST_F(snapshot_writer, sends_no_newer_one_of_a_series_while_one_is_under_way) {
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    ASSERT_FALSE(save("a", "2"));
    pass(milliseconds(5000));
    EXPECT_EQ(open_call(), "a=1");
    store->open.front()->succeed();
    settle();
    EXPECT_EQ(open_call(), "a=2");
}

TEST_F(snapshot_writer, repeats_what_may_pass_until_it_is_stored) {
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    store->open.front()->fail(failure(errc::connect_failed, "refused"));
    settle();
    EXPECT_EQ(open_call(), "0 calls");
    pass(milliseconds(12));  // 25 ms times 0.5
    EXPECT_EQ(open_call(), "a=1");
    store->open.front()->fail(failure(service_errc::throttling, "slow down"));
    settle();
    pass(milliseconds(999));  // 2 s times 0.5
    EXPECT_EQ(open_call(), "0 calls");
    pass(milliseconds(1));
    store->open.front()->succeed();
    settle();
    EXPECT_EQ(endings(), "a:stored");
    EXPECT_EQ(core->stats().retries, 2u);
    EXPECT_EQ(core->stats().throttled, 1u);
}

TEST_F(snapshot_writer, does_not_repeat_what_a_newer_one_has_replaced) {
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    ASSERT_FALSE(save("a", "2"));
    store->open.front()->fail(failure(errc::connect_failed, "refused"));
    settle();
    EXPECT_EQ(endings(), "a:superseded");
    pass(milliseconds(50));
    EXPECT_EQ(open_call(), "a=2");
}

TEST_F(snapshot_writer, reports_at_once_what_can_never_pass) {
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    store->open.front()->fail(failure(errc::table_missing, "table T does not exist"));
    settle();
    ASSERT_EQ(endings(), "a:failed");
    EXPECT_EQ(ended.front().why->code(), errc::table_missing);
}

TEST_F(snapshot_writer, asks_a_producer_only_for_what_is_sent) {
    open();
    int asked = 0;
    for (int i = 0; i != 10; ++i) ASSERT_FALSE(save("a", [&asked, i] { return ++asked, std::to_string(i); }));
    settle();
    EXPECT_EQ(asked, 0);
    pass(milliseconds(50));
    EXPECT_EQ(open_call(), "a=9");
    EXPECT_EQ(asked, 1);
}

TEST_F(snapshot_writer, tells_when_a_producer_throws) {
    open();
    ASSERT_FALSE(save("a", []() -> std::string { throw std::runtime_error("no state yet"); }));
    pass(milliseconds(50));
    ASSERT_EQ(endings(), "a:failed");
    EXPECT_EQ(ended.front().why->code(), errc::producer_failed);
    EXPECT_THAT(ended.front().why->message(), HasSubstr("no state yet"));
}

TEST_F(snapshot_writer, refuses_what_its_queue_has_no_room_for_and_keeps_the_rest) {
    options.max_pending_bytes = 10'000;
    open();
    ASSERT_FALSE(save("a", std::string(6000, 'a')));
    EXPECT_EQ(save("b", std::string(6000, 'b')), errc::queue_full);
    // It takes the place of its series' older one.
    EXPECT_FALSE(save("a", std::string(7000, 'A')));
    EXPECT_EQ(save("b", std::string(20'000, 'b')), errc::snapshot_too_large);
    pass(milliseconds(50));
    EXPECT_EQ(open_call(), "a=" + std::string(7000, 'A'));
    EXPECT_EQ(core->stats().refused, 2u);
}

TEST_F(snapshot_writer, refuses_names_that_no_store_takes) {
    open();
    for (auto const* series : {".hidden", "a/b", "\n"}) {
        auto const index = core->index_of(series);
        ASSERT_FALSE(index) << series;
        EXPECT_EQ(index.error().code(), errc::invalid_name);
    }
    save_details details;
    details.name = "#head";
    EXPECT_EQ(core->save(core->index_of("a").value(), std::string("x"), details).refused, errc::invalid_name);
    EXPECT_EQ(core->stats().refused, 1u);
    EXPECT_EQ(core->stats().accepted, 0u);
}

TEST_F(snapshot_writer, gives_up_at_the_deadline_with_the_last_reason) {
    options.deadline = milliseconds(10'000);
    open();
    ASSERT_FALSE(save("a", "1"));
    for (int i = 0; i != 200 && ended.empty(); ++i) {
        pass(milliseconds(50));
        for (auto const& call : std::vector(store->open))
            call->fail(failure(errc::connect_failed, "refused"));
        settle();
    }
    ASSERT_EQ(endings(), "a:failed");
    EXPECT_EQ(ended.front().why->code(), errc::timeout);
    EXPECT_THAT(ended.front().why->message(), HasSubstr("refused"));
}

TEST_F(snapshot_writer, gives_times_that_grow_when_the_wall_clock_steps_back) {
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    store->open.front()->succeed();
    settle();
    clock->step_wall_clock(std::chrono::hours(-1));
    ASSERT_FALSE(save("a", "2"));
    pass(milliseconds(50));
    store->open.front()->succeed();
    settle();
    EXPECT_EQ(ended[1].snapshot.created - ended[0].snapshot.created, milliseconds(1));
}

// As after a restart with a clock that was set back.
TEST_F(snapshot_writer, becomes_the_newest_again_after_another_writer_was_ahead) {
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    auto const ahead = clock->system_now() + std::chrono::hours(1);
    save_all_output behind;
    behind.snapshots.emplace_back(save_receipt{{}, false, ahead});
    store->open.front()->answer(std::move(behind));
    settle();
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_TRUE(ended.front().superseded_by_other);
    EXPECT_EQ(core->stats().superseded_by_other, 1u);
    ASSERT_FALSE(save("a", "2"));
    pass(milliseconds(50));
    EXPECT_EQ(store->open.front()->requests.front().created, ahead + milliseconds(1));
}

TEST_F(snapshot_writer, takes_the_time_it_is_given_where_that_keeps_the_order) {
    open();
    auto const given = clock->system_now() - std::chrono::hours(5);
    for (auto const by : {0, 1000, 500}) {
        save_details details;
        details.created = given + milliseconds(by);
        ASSERT_FALSE(core->save(core->index_of("a").value(), std::string("x"), std::move(details)).refused);
    }
    settle();
    std::vector<system_time> times;
    for (auto const& r : ended) times.push_back(r.snapshot.created);
    EXPECT_EQ(times, (std::vector<system_time>{given, given + milliseconds(1000)}));
    pass(milliseconds(50));
    EXPECT_EQ(store->open.front()->requests.front().created, given + milliseconds(1001));
}

TEST_F(snapshot_writer, flushes_what_was_accepted_without_waiting_for_its_time) {
    open();
    ASSERT_FALSE(save("a", "1"));
    auto const flushed = start(core->flush(milliseconds(1000)));
    EXPECT_EQ(open_call(), "a=1");
    EXPECT_FALSE(flushed->value);
    store->open.front()->succeed();
    settle();
    ASSERT_TRUE(flushed->value);
    EXPECT_TRUE(flushed->value->is_complete());
}

TEST_F(snapshot_writer, a_flush_ends_when_what_superseded_it_is_stored) {
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    ASSERT_FALSE(save("a", "2"));
    auto const flushed = start(core->flush(milliseconds(10'000)));
    ASSERT_FALSE(save("a", "3"));
    store->open.front()->fail(failure(errc::connect_failed, "refused"));
    settle();
    EXPECT_FALSE(flushed->value);
    pass(milliseconds(12));
    ASSERT_EQ(open_call(), "a=3");
    store->open.front()->succeed();
    settle();
    ASSERT_TRUE(flushed->value);
    EXPECT_TRUE(flushed->value->is_complete());
}

TEST_F(snapshot_writer, flush_ends_at_its_time_and_names_what_is_left) {
    open();
    ASSERT_FALSE(save("a", "1"));
    auto const flushed = start(core->flush(milliseconds(1000)));
    pass(milliseconds(1000));
    ASSERT_TRUE(flushed->value);
    ASSERT_EQ(flushed->value->not_stored.size(), 1u);
    EXPECT_EQ(flushed->value->not_stored.front().snapshot.series, "a");
    store->open.front()->succeed();
    settle();
    EXPECT_EQ(endings(), "a:stored");
}

TEST_F(snapshot_writer, close_refuses_saves_and_names_what_was_not_stored) {
    open();
    ASSERT_FALSE(save("a", "1"));
    auto const closed = start(core->close(milliseconds(1000)));
    EXPECT_EQ(save("a", "2"), errc::writer_closed);
    auto const call = store->open.front();
    pass(milliseconds(1000));
    EXPECT_TRUE(call->was_cancelled);
    ASSERT_TRUE(closed->value);
    ASSERT_EQ(closed->value->not_stored.size(), 1u);
    EXPECT_EQ(closed->value->not_stored.front().outcome, save_outcome::failed);
    EXPECT_EQ(endings(), "a:failed");
    auto const again = start(core->close(milliseconds(0)));
    EXPECT_EQ(again->value->not_stored.size(), 1u);
}

TEST_F(snapshot_writer, tells_of_many_ends_in_several_turns_and_of_all_before_the_close_is_over) {
    open();
    for (int i = 0; i != 1000; ++i) ASSERT_FALSE(save("a", "x"));
    io.restart();
    io.run_one();
    EXPECT_EQ(ended.size(), 64u);
    start(core->close(milliseconds(0)));
    EXPECT_EQ(ended.size(), 1000u);
}

TEST_F(snapshot_writer, a_wait_ends_when_the_snapshot_is_stored) {
    open();
    auto const saved = start(core->save_and_wait("a", "1", until::stored, {}));
    EXPECT_FALSE(saved->value);
    pass(milliseconds(50));
    store->open.front()->succeed();
    settle();
    ASSERT_TRUE(saved->value);
    ASSERT_TRUE(*saved->value) << saved->value->error().to_string();
    EXPECT_EQ((*saved->value)->outcome, save_outcome::stored);
    EXPECT_EQ((*saved->value)->snapshot.name, "20260102030405000-snapshot.cfg");
}

TEST_F(snapshot_writer, a_wait_for_a_superseded_snapshot_ends_with_the_newer_one) {
    open();
    auto const saved = start(core->save_and_wait("a", "1", until::stored, {}));
    ASSERT_FALSE(save("a", "2"));
    settle();
    EXPECT_FALSE(saved->value);
    pass(milliseconds(50));
    store->open.front()->succeed();
    settle();
    ASSERT_TRUE(saved->value);
    EXPECT_EQ((*saved->value)->outcome, save_outcome::superseded);
}

TEST_F(snapshot_writer, a_wait_ends_with_the_reason_of_a_refusal) {
    open();
    auto const saved = start(core->save_and_wait("a", "1", until::stored, {}));
    pass(milliseconds(50));
    store->open.front()->fail(failure(service_errc::access_denied, "not allowed"));
    settle();
    ASSERT_TRUE(saved->value);
    ASSERT_FALSE(*saved->value);
    EXPECT_EQ(saved->value->error().code(), service_errc::access_denied);
}

TEST_F(snapshot_writer, a_cancelled_wait_leaves_the_snapshot_accepted) {
    open();
    auto const saved = start(core->save_and_wait("a", "1", until::stored, {}));
    boost::asio::post(io, [saved] { saved->signal.emit(boost::asio::cancellation_type::terminal); });
    settle();
    ASSERT_TRUE(saved->value);
    EXPECT_EQ(saved->value->error().code(), errc::operation_aborted);
    pass(milliseconds(50));
    EXPECT_EQ(open_call(), "a=1");
}

TEST_F(snapshot_writer, series_that_change_all_the_time_come_to_be_sent_together) {
    open();
    std::vector<std::string> const series{"a", "b", "c", "d", "e"};
    std::size_t calls_of_the_last_second = 0;
    for (int ms = 0; ms != 10'000; ++ms) {
        // Each has begun at another time.
        for (std::size_t i = 0; i != series.size(); ++i) {
            bool const changes = ms % 10 == 0 && ms >= static_cast<int>(i) * 170;
            if (changes) {
                ASSERT_FALSE(save(series[i], "x"));
            }
        }
        pass(milliseconds(1));
        for (auto const& call : std::vector(store->open)) {
            if (ms >= 9'000) ++calls_of_the_last_second;
            call->succeed();
        }
    }
    EXPECT_EQ(calls_of_the_last_second, 1u);
}

TEST_F(snapshot_writer, cannot_be_opened_with_settings_that_cannot_be_meant) {
    auto const refuses = [this](auto change) {
        auto const before = options;
        change(options);
        auto const opened = try_open();
        options = before;
        return !opened && opened.error().code() == errc::invalid_argument;
    };
    EXPECT_TRUE(refuses([](writer_options& o) { o.quiet = milliseconds(-1); }));
    EXPECT_TRUE(refuses([](writer_options& o) { o.max_wait = milliseconds(-1); }));
    EXPECT_TRUE(refuses([](writer_options& o) { o.deadline = milliseconds(0); }));
    EXPECT_TRUE(refuses([](writer_options& o) { o.max_in_flight = 0; }));
    EXPECT_TRUE(refuses([](writer_options& o) { o.max_pending_bytes = 100; }));
}

TEST_F(snapshot_writer, an_idle_one_does_not_keep_the_loop_running) {
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    store->open.front()->succeed();
    settle();
    EXPECT_FALSE(clock->next());
    io.restart();
    EXPECT_EQ(io.run(), 0u);
}

TEST_F(snapshot_writer, counters_add_up) {
    open();
    for (int i = 0; i != 3; ++i) ASSERT_FALSE(save("a", "1"));
    ASSERT_FALSE(save("b", "1"));
    pass(milliseconds(50));
    store->open.front()->succeed();
    settle();
    ASSERT_FALSE(save("b", "2"));
    auto const s = core->stats();
    EXPECT_EQ(s.accepted, 5u);
    EXPECT_EQ(s.stored, 2u);
    EXPECT_EQ(s.superseded, 2u);
    EXPECT_EQ(s.pending, 1u);
    EXPECT_EQ(s.batches, 1u);
    EXPECT_EQ(s.requests, 1u);
    EXPECT_EQ(s.store_times.count(), 2u);
    EXPECT_EQ(s.pending_bytes, queued_snapshot::overhead + 1);
}

}  // namespace
}  // namespace ddbsnap::test
