#include "cli/copy_series.hpp"

#include "support/memory_store.hpp"
#include "support/run_coro.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::cli {
namespace {

using call = test::memory_store::call;
using kind = copy_route::kind;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class copy_series_test : public testing::Test {
   protected:
    copy_series_test() {
        from.description = "one";
        to.description = "other";
        options.now = [this] { return now; };
        from.with("c", 3, "ccc").with("a", 1, "a").with("b", 2, "bb");
    }

    result<copy_outcome> copy() {
        boost::asio::io_context loop;
        return test::run_coro(loop, copy_series(from, to, route, options));
    }

    static std::function<std::optional<failure>(call, std::string const&)> fail_once(call what,
                                                                                     std::string name,
                                                                                     std::error_code code) {
        return
            [=, failed = std::make_shared<bool>()](call c, std::string const& n) -> std::optional<failure> {
                if (c != what || n != name || std::exchange(*failed, true)) return std::nullopt;
                return failure(code, "as told");
            };
    }

    system_time now{milliseconds(10'000)};
    test::memory_store from, to;
    copy_route route{kind::table, kind::table, "", {}};
    copy_options options;
};

TEST_F(copy_series_test, snapshots_come_over_oldest_first_with_name_time_kind_and_body) {
    from.held[2].kind = body_kind::binary;
    auto const outcome = copy().value();
    EXPECT_THAT(to.names(), ElementsAre("a", "b", "c"));
    EXPECT_EQ(to.held[1].body, "bb");
    EXPECT_EQ(to.held[1].created, system_time(milliseconds(2)));
    EXPECT_EQ(to.held[1].kind, body_kind::binary);
    EXPECT_EQ(to.held[0].kind, body_kind::text);
    EXPECT_EQ(outcome.total, 3u);
    EXPECT_EQ(outcome.copied.size(), 3u);
    EXPECT_EQ(outcome.bytes, 6u);
    EXPECT_FALSE(outcome.stopped_by);
}

TEST_F(copy_series_test, each_of_several_with_one_name_is_copied) {
    from.held.clear();
    from.with("state", 1, "one").with("state", 2, "two");
    EXPECT_EQ(copy().value().copied.size(), 2u);
    ASSERT_EQ(to.held.size(), 2u);
    EXPECT_EQ(to.held[0].body, "one");
    EXPECT_EQ(to.held[1].body, "two");
}

TEST_F(copy_series_test, a_limit_means_the_newest) {
    options.limit = 2;
    EXPECT_EQ(copy().value().total, 2u);
    EXPECT_THAT(to.names(), ElementsAre("b", "c"));
}

TEST_F(copy_series_test, what_is_there_is_not_even_read) {
    copy().value();
    from.before = [](call c, auto&) -> std::optional<failure> {
        if (c == call::get_at) return failure(errc::io_error, "was read");
        return std::nullopt;
    };
    auto const outcome = copy().value();
    EXPECT_EQ(outcome.already_there, 3u);
    EXPECT_THAT(outcome.failed, IsEmpty());
    EXPECT_EQ(to.held.size(), 3u);
}

TEST_F(copy_series_test, what_is_there_with_another_size_stays_and_is_reported) {
    to.with("b", 2, "something else");
    auto const outcome = copy().value();
    EXPECT_EQ(to.held[0].body, "something else");
    ASSERT_EQ(outcome.failed.size(), 1u);
    EXPECT_EQ(outcome.failed[0].snapshot.name, "b");
    EXPECT_EQ(outcome.failed[0].why.code(), errc::already_exists);
    EXPECT_THAT(outcome.failed[0].why.message(), HasSubstr("other"));
    EXPECT_EQ(outcome.copied.size(), 2u);
}

TEST_F(copy_series_test, where_a_size_is_not_known_the_bodies_are_compared) {
    to.with("a", 1, "a").with("b", 2, "xx");
    for (auto& s : to.held) s.size.reset();
    auto const outcome = copy().value();
    EXPECT_EQ(outcome.already_there, 1u);
    ASSERT_EQ(outcome.failed.size(), 1u);
    EXPECT_EQ(outcome.failed[0].snapshot.name, "b");
    EXPECT_EQ(to.held[1].body, "xx");
}

TEST_F(copy_series_test, a_dry_run_tells_what_would_be_copied_and_saves_nothing) {
    options.dry_run = true;
    to.with("a", 1, "a");
    auto const outcome = copy().value();
    EXPECT_EQ(outcome.copied.size(), 2u);
    EXPECT_EQ(outcome.already_there, 1u);
    EXPECT_THAT(to.names(), ElementsAre("a"));
}

TEST_F(copy_series_test, what_is_left_of_a_time_to_live_goes_along) {
    from.held[1].expires = now + milliseconds(90'500);
    to.now = now;
    copy().value();
    EXPECT_EQ(to.held[0].expires, now + std::chrono::seconds(91));
    EXPECT_FALSE(to.held[1].expires);
}

TEST_F(copy_series_test, files_do_not_expire_which_is_counted) {
    from.held[1].expires = now + std::chrono::hours(1);
    route = copy_route(kind::table, kind::file, "", {});
    EXPECT_EQ(copy().value().without_expiry, 1u);
    EXPECT_FALSE(to.held[0].expires);
}

TEST_F(copy_series_test, what_has_expired_meanwhile_is_passed_over) {
    from.held[1].expires = now;
    auto const outcome = copy().value();
    EXPECT_EQ(outcome.failed.size(), 1u);
    EXPECT_THAT(to.names(), ElementsAre("b", "c"));
}

TEST_F(copy_series_test, what_comes_back_other_than_it_was_saved_is_reported) {
    to.on_stored = [](snapshot& s) {
        if (s.name == "b") s.body = "b?";
    };
    auto const outcome = copy().value();
    ASSERT_EQ(outcome.failed.size(), 1u);
    EXPECT_EQ(outcome.failed[0].why.code(), errc::corrupt_snapshot);
    EXPECT_EQ(outcome.copied.size(), 2u);
}

TEST_F(copy_series_test, without_verifying_nothing_is_read_back) {
    options.verify = false;
    to.before = [](call c, auto&) -> std::optional<failure> {
        if (c == call::get_at) return failure(errc::io_error, "was read");
        return std::nullopt;
    };
    EXPECT_EQ(copy().value().copied.size(), 3u);
}

TEST_F(copy_series_test, a_snapshot_that_cannot_be_read_is_passed_over) {
    for (auto const code : {errc::corrupt_snapshot, errc::io_error, errc::not_found}) {
        to.held.clear();
        from.before = fail_once(call::get_at, "b", code);
        auto const outcome = copy().value();
        ASSERT_EQ(outcome.failed.size(), 1u);
        EXPECT_EQ(outcome.failed[0].snapshot.name, "b");
        EXPECT_THAT(to.names(), ElementsAre("a", "c"));
        EXPECT_FALSE(outcome.stopped_by);
    }
}

TEST_F(copy_series_test, so_is_one_that_does_not_fit) {
    for (auto const code : {errc::item_too_large, errc::invalid_name, errc::already_exists}) {
        to.held.clear();
        to.before = fail_once(call::save, "b", code);
        EXPECT_EQ(copy().value().failed.size(), 1u);
        EXPECT_THAT(to.names(), ElementsAre("a", "c"));
    }
}

TEST_F(copy_series_test, a_list_that_cannot_be_had_fails_and_names_the_reason) {
    from.before = fail_once(call::list, "", errc::table_missing);
    EXPECT_EQ(copy().error().code(), errc::table_missing);
    to.before = fail_once(call::list, "", errc::connect_failed);
    EXPECT_EQ(copy().error().code(), errc::connect_failed);
}

TEST_F(copy_series_test, whatever_call_fails_it_stops_there_and_the_next_run_completes_it) {
    std::size_t step = 0;
    for (bool complete = false; !complete; ++step) {
        ASSERT_LT(step, 20u);
        to.held.clear();
        std::size_t calls = 0;
        auto const n_th = [&](call c, auto&) -> std::optional<failure> {
            if (c == call::list || calls++ != step) return std::nullopt;
            return failure(errc::connect_failed, "as told");
        };
        from.before = n_th;
        to.before = n_th;
        auto const first = copy().value();
        complete = !first.stopped_by;
        if (first.stopped_by) {
            EXPECT_EQ(first.stopped_by->code(), errc::connect_failed);
        }
        EXPECT_EQ(first.done() == first.total, complete);
        from.before = nullptr;
        to.before = nullptr;
        EXPECT_FALSE(copy().value().stopped_by);
        EXPECT_THAT(to.names(), ElementsAre("a", "b", "c"));
    }
    EXPECT_EQ(step, 10u);  // three reads, three saves, three checks, and one without a failure
}

TEST_F(copy_series_test, an_interrupt_stops_it_between_two_snapshots) {
    boost::asio::io_context loop;
    test::running<copy_outcome>* under_way = nullptr;
    to.on_stored = [&](snapshot&) { under_way->cancel(); };
    test::running<copy_outcome> running(loop, copy_series(from, to, route, options));
    under_way = &running;
    auto const outcome = running.wait().value();
    EXPECT_THAT(to.names(), ElementsAre("a"));
    ASSERT_TRUE(outcome.stopped_by);
    EXPECT_EQ(outcome.stopped_by->code(), condition::cancelled);
    EXPECT_EQ(outcome.done(), 1u);
}

TEST_F(copy_series_test, progress_is_told_after_each_snapshot) {
    std::vector<std::pair<std::size_t, std::size_t>> told;
    options.progress = [&](std::size_t done, std::size_t total) { told.emplace_back(done, total); };
    to.with("a", 1, "a");
    copy().value();
    EXPECT_THAT(told, ElementsAre(std::pair(1, 3), std::pair(2, 3), std::pair(3, 3)));
}

}  // namespace
}  // namespace ddbsnap::cli
