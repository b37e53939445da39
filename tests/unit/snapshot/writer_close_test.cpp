// What close() and flush() say of what was on its way when they began, and how waits end.

#include "support/spool_fixture.hpp"

#include <gmock/gmock.h>
#include <stdexcept>

namespace ddbsnap::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

struct writer_close : spool_fixture {
    failure const no_table{errc::table_missing, "table T does not exist"};

    writer_close() { options.spool_dir.clear(); }

    /// Of the one snapshot that a closing names.
    std::string named(std::optional<flush_outcome> const& closed) const {
        if (!closed) return "still closing";
        std::string text;
        for (auto const& r : closed->not_stored)
            text += (text.empty() ? "" : " ") + r.snapshot.series + ":" + std::string(to_string(r.outcome)) +
                    ":" + (r.why ? r.why->to_string() : "");
        return text;
    }
};

TEST_F(writer_close, names_what_was_refused_while_it_waited) {
    for (bool const has_spool : {false, true}) {
        if (has_spool) spool_to_scratch();
        open();
        ASSERT_FALSE(save("a", "1"));
        settle();
        auto const closed = start(core->close(seconds(5)));
        answer_all(no_table);
        auto const how = std::string(has_spool ? "spooled" : "failed");
        EXPECT_EQ(named(closed->value), "a:" + how + ":table T does not exist");
        end_and_forget();
    }
}

TEST_F(writer_close, names_what_was_given_up_while_it_waited) {
    options.deadline = milliseconds(500);
    open();
    ASSERT_FALSE(save("a", "1"));
    auto const closed = start(core->close(seconds(5)));
    answer_all(failure(errc::connect_failed, "refused"));
    pass(milliseconds(600));
    EXPECT_THAT(named(closed->value),
                HasSubstr("a:failed:a snapshot of series a was not stored within 500 ms"));
}

TEST_F(writer_close, names_what_a_producer_did_not_give) {
    spool_to_scratch();
    open();
    ASSERT_FALSE(save("a", []() -> std::string { throw std::runtime_error("no state"); }));
    auto const closed = start(core->close(milliseconds(0)));
    EXPECT_THAT(named(closed->value), HasSubstr("no state"));
}

TEST_F(writer_close, does_not_name_what_had_ended_before) {
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    answer_all(no_table);
    ASSERT_EQ(endings(), "a:failed");
    EXPECT_EQ(named(start(core->close(seconds(5)))->value), "");
}

TEST_F(writer_close, that_is_asked_for_twice_is_not_done_before_the_first_is) {
    open();
    ASSERT_FALSE(save("a", "1"));
    auto const first = start(core->close(seconds(5)));
    auto const second = start(core->close(seconds(5)));
    boost::asio::post(io, [&] { second->signal.emit(boost::asio::cancellation_type::terminal); });
    settle();
    EXPECT_FALSE(first->value);
    EXPECT_THAT(named(second->value), HasSubstr("a:"));
    answer_all(failure(errc::connect_failed, "refused"));
    pass(seconds(6));
    EXPECT_TRUE(first->value);
}

TEST_F(writer_close, a_flush_is_over_when_its_own_is_stored_whatever_another_one_wants) {
    open();
    ASSERT_FALSE(save("a", "1"));
    auto const first = start(core->flush(seconds(100)));
    ASSERT_FALSE(save("a", "2"));
    auto const second = start(core->flush(seconds(100)));
    store->open.front()->succeed();
    settle();
    ASSERT_TRUE(first->value);
    EXPECT_TRUE(first->value->is_complete());
    EXPECT_FALSE(second->value);
    store->open.front()->succeed();
    settle();
    EXPECT_TRUE(second->value && second->value->is_complete());
}

TEST_F(writer_close, a_flush_that_failed_does_not_hurry_what_comes_later) {
    open();
    ASSERT_FALSE(save("a", "1"));
    start(core->flush(seconds(1)));
    answer_all(no_table);
    ASSERT_EQ(endings(), "a:failed");
    for (int i = 0; i != 20; ++i) {
        ASSERT_FALSE(save("a", "2"));
        pass(milliseconds(1));
    }
    EXPECT_EQ(store->open.size(), 0u);
    pass(milliseconds(50));
    EXPECT_EQ(open_call(), "a=2");
}

TEST_F(writer_close, a_wait_ends_with_a_refusal_though_others_come_all_the_time) {
    open();
    auto const waiting = start(core->save_and_wait("a", "0", until::stored, {}));
    for (int i = 0; i != 100; ++i) {
        pass(milliseconds(20));
        ASSERT_FALSE(save("a", "1"));
        answer_all(no_table);
    }
    ASSERT_TRUE(waiting->value);
    ASSERT_FALSE(*waiting->value);
    EXPECT_EQ(waiting->value->error().code(), errc::table_missing);
}

TEST_F(writer_close, a_failure_is_told_before_the_rest_of_its_batch_has_landed) {
    open();
    ASSERT_FALSE(save("a", []() -> std::string { throw std::runtime_error("no state"); }));
    ASSERT_FALSE(save("b", "1"));
    pass(milliseconds(50));
    EXPECT_EQ(open_call(), "b=1");
    EXPECT_EQ(endings(), "a:failed");
}

TEST_F(writer_close, a_wait_tells_of_another_writers_newer_one) {
    open();
    auto const waiting = start(core->save_and_wait("a", "1", until::stored, {}));
    pass(milliseconds(50));
    save_all_output answer;
    answer.snapshots.emplace_back(
        save_receipt{puppet_store::info_of(store->open.front()->requests.front()), false});
    store->open.front()->answer(std::move(answer));
    settle();
    ASSERT_TRUE(waiting->value && *waiting->value);
    EXPECT_EQ((*waiting->value)->outcome, save_outcome::stored);
    EXPECT_TRUE((*waiting->value)->superseded_by_other);
}

TEST_F(writer_close, a_producer_is_asked_once_also_past_its_deadline) {
    options.deadline = seconds(1);
    options.max_in_flight = 1;
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    int asked = 0;
    ASSERT_FALSE(save("b", [&] { return ++asked, std::string("2"); }));
    pass(seconds(3));
    answer_all(failure(errc::timeout, "no answer"));
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(open_call(), "b=2");
}

TEST_F(writer_close, a_producer_without_room_is_asked_seldom) {
    options.max_pending_bytes = 10'000;
    open();
    ASSERT_FALSE(save("a", std::string(9000, 'x')));
    pass(milliseconds(50));
    int asked = 0;
    ASSERT_FALSE(save("b", [&] { return ++asked, std::string(3000, 'x'); }));
    for (int i = 0; i != 1000; ++i) pass(milliseconds(10));
    EXPECT_GT(asked, 1);
    EXPECT_LT(asked, 15);
    answer_all(failure(errc::timeout, "no answer"));
}

}  // namespace
}  // namespace ddbsnap::test
