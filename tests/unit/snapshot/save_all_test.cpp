#include "net/no_throw_scope.hpp"
#include "snapshot/table_layout.hpp"
#include "unit/snapshot/store_fixture.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::fake_table;
using testing::ElementsAre;
using testing::HasSubstr;
using fate = fake_table::fate;

class save_all : public test::store_fixture {
   protected:
    static std::vector<save_request> of_series(int n, std::string const& body = "a=1") {
        std::vector<save_request> all;
        for (int i = 0; i < n; ++i) all.push_back(request(fmt::format("s{}", i), "n", body));
        return all;
    }
    std::string last(std::string series) {
        auto got = run(store->last(std::move(series)));
        return got ? got->body : got.error().message();
    }
    void put_head(std::string series, std::string target, system_time created) {
        snapshot_info info;
        info.series = std::move(series);
        info.name = std::move(target);
        info.created = created;
        auto const moved = table_layout::move_head("T", info, {});
        auto& head = table.items[{"#head#" + info.series, "0"}];
        head = moved.key;
        head.emplace("targetName", moved.values.at(":n"));
        head.emplace("targetCreatedOn", moved.values.at(":c"));
        head.emplace("targetCreated", moved.values.at(":t"));
    }
};

TEST_F(save_all, of_one_is_a_put_and_a_move_of_its_head) {
    auto const out = save_together(of_series(1));
    ASSERT_TRUE(out.snapshots.at(0));
    EXPECT_THAT(table.operations(), ElementsAre("PutItem", "UpdateItem"));
    EXPECT_EQ(out.requests, 2u);
    EXPECT_EQ(out.write_units, 2);
}

TEST_F(save_all, of_several_series_is_one_request_and_their_heads) {
    auto const out = save_together(of_series(25));
    EXPECT_EQ(table.operations().front(), "BatchWriteItem");
    EXPECT_EQ(table.count("BatchWriteItem"), 1u);
    EXPECT_EQ(table.count("UpdateItem"), 25u);
    EXPECT_EQ(out.requests, 26u);
    EXPECT_EQ(out.write_units, 50);
    for (int i = 0; i < 25; ++i) EXPECT_EQ(last(fmt::format("s{}", i)), "a=1");
}

TEST_F(save_all, of_nothing_asks_nothing) {
    auto const out = save_together({});
    EXPECT_TRUE(out.snapshots.empty());
    EXPECT_TRUE(table.operations().empty());
}

TEST_F(save_all, gives_results_in_the_order_of_its_requests) {
    auto requests = of_series(4);
    requests[1].body = std::string(700'000, 'x');
    requests[2].series = "not a series";
    auto const out = save_together(requests);
    ASSERT_EQ(out.snapshots.size(), 4u);
    EXPECT_EQ(out.snapshots[0]->info.series, "s0");
    EXPECT_EQ(out.snapshots[1]->info.series, "s1");
    EXPECT_EQ(out.snapshots[2].error().code(), errc::invalid_name);
    EXPECT_EQ(out.snapshots[3]->info.series, "s3");
}

TEST_F(save_all, with_bodies_beyond_one_request_takes_several) {
    auto const out = save_together(of_series(13, std::string(400'000, '\x01')));
    for (auto const& s : out.snapshots) EXPECT_TRUE(s);
    EXPECT_EQ(table.count("BatchWriteItem"), 2u);
    EXPECT_EQ(table.count("PutItem"), 1u);
    for (auto const& r : server->requests()) EXPECT_LE(r.body.size(), 16u << 20);
    EXPECT_EQ(last("s12").size(), 400'000u);
}

TEST_F(save_all, what_is_left_unprocessed_fails_alone_and_leaves_its_head) {
    table.unprocessed = {"s1/n"};
    auto const out = save_together(of_series(3));
    EXPECT_TRUE(out.snapshots[0]);
    EXPECT_EQ(out.snapshots[1].error().code(), service_errc::throttling);
    EXPECT_THAT(out.snapshots[1].error().message(), HasSubstr("snapshot n"));
    EXPECT_TRUE(out.snapshots[2]);
    EXPECT_EQ(table.count("BatchWriteItem"), 1u);
    EXPECT_EQ(table.count("UpdateItem"), 2u);
    EXPECT_FALSE(table.items.contains({"#head#s1", "0"}));
}

TEST_F(save_all, a_request_that_fails_fails_all_in_it) {
    table.decide = [](std::size_t) { return fate::lost; };
    auto const out = save_together(of_series(2));
    for (auto const& s : out.snapshots) {
        ASSERT_FALSE(s);
        EXPECT_EQ(s.error().code(), service_errc::internal_server_error);
        EXPECT_TRUE(s.error().details().may_have_been_applied);
    }
    EXPECT_EQ(table.count("UpdateItem"), 0u);
}

TEST_F(save_all, where_batches_are_refused_each_goes_by_itself) {
    table.decide = [](std::size_t n) { return n == 0 ? fate::refused : fate::served; };
    auto const out = save_together(of_series(3));
    for (auto const& s : out.snapshots) EXPECT_TRUE(s);
    EXPECT_EQ(table.count("BatchWriteItem"), 1u);
    EXPECT_EQ(table.count("PutItem"), 3u);
    EXPECT_EQ(last("s2"), "a=1");
}

TEST_F(save_all, a_head_that_could_not_be_moved_makes_it_a_failure) {
    table.decide = [](std::size_t n) { return n == 1 ? fate::refused : fate::served; };
    auto const out = save_together(of_series(1));
    ASSERT_FALSE(out.snapshots[0]);
    EXPECT_EQ(out.snapshots[0].error().code(), service_errc::access_denied);
    EXPECT_THAT(out.snapshots[0].error().message(), HasSubstr("stored, but its series' head"));
}

TEST_F(save_all, knows_its_own_head_from_an_attempt_before) {
    for (bool const tells : {true, false}) {
        table.tells_conflicting_item = tells;
        put_head("s0", "n", now);
        auto requests = of_series(1);
        requests[0].created = now;
        auto const out = save_together(requests);
        ASSERT_TRUE(out.snapshots[0]) << tells;
        EXPECT_TRUE(out.snapshots[0]->is_newest) << tells;
        EXPECT_EQ(out.requests, tells ? 2u : 3u);
    }
}

TEST_F(save_all, says_so_when_another_writer_is_further) {
    for (bool const tells : {true, false}) {
        table.tells_conflicting_item = tells;
        put_head("s0", "another", now + std::chrono::seconds(1));
        auto const out = save_together(of_series(1));
        ASSERT_TRUE(out.snapshots[0]) << tells;
        EXPECT_FALSE(out.snapshots[0]->is_newest) << tells;
        EXPECT_TRUE(out.snapshots[0]->newest) << tells;
    }
}

TEST_F(save_all, without_heads_moves_none) {
    settings.head = false;
    reopen();
    auto const out = save_together(of_series(2));
    EXPECT_TRUE(out.snapshots[0] && out.snapshots[1]);
    EXPECT_THAT(table.operations(), ElementsAre("BatchWriteItem"));
}

// "a/b" of the default series has the key of "b" of series "a".
TEST_F(save_all, two_of_one_key_go_in_different_requests) {
    auto requests = std::vector{request("", "a/b", "1"), request("a", "b", "2"), request("c", "d", "3")};
    for (auto& r : requests) r.created = now;
    auto const out = save_together(requests);
    for (auto const& s : out.snapshots) EXPECT_TRUE(s);
    EXPECT_EQ(table.count("BatchWriteItem"), 1u);
    EXPECT_EQ(table.count("PutItem"), 1u);
}

TEST_F(save_all, leaves_the_bodies_of_its_requests_as_they_are) {
    auto const requests = of_series(2, std::string(100'000, 'x'));
    save_together(requests);
    for (auto const& r : requests) EXPECT_EQ(r.body.size(), 100'000u);
}

TEST_F(save_all, that_is_cancelled_answers_for_each) {
    server->behave({.on_request = [] { return test::reaction{.after = test::reaction::ending::hang}; }});
    auto const requests = of_series(30);
    auto wrapped = [](snapshot_store& s,
                      std::span<save_request const> r) -> boost::asio::awaitable<result<save_all_output>> {
        co_return co_await s.save_all(r);
    };
    test::running<save_all_output> operation(
        io, net::without_throwing(wrapped(*store, std::span<save_request const>(requests))));
    test::run_until(io, [&] { return server->requests().size() == 2; });
    operation.cancel();
    auto const out = operation.wait().value();
    ASSERT_EQ(out.snapshots.size(), 30u);
    for (auto const& s : out.snapshots) EXPECT_EQ(s.error().code(), errc::operation_aborted);
}

// Each request in turn is lost after it was carried out; saving again must always end well.
TEST_F(save_all, can_be_repeated_after_any_answer_was_lost) {
    bool went_through = false;
    for (std::size_t step = 0; !went_through; ++step) {
        table.items.clear();
        auto const begun = table.operations().size();
        table.decide = [&](std::size_t n) { return n == begun + step ? fate::lost : fate::served; };
        auto requests = of_series(2);
        for (auto& r : requests) r.created = now;
        auto const out = save_together(requests);
        went_through = out.snapshots[0] && out.snapshots[1];
        ASSERT_LE(step, 3u);
        table.decide = nullptr;
        auto const again = save_together(requests);
        for (auto const& s : again.snapshots) {
            ASSERT_TRUE(s) << step;
            EXPECT_TRUE(s->is_newest) << step;
        }
        EXPECT_EQ(last("s0"), "a=1");
        EXPECT_EQ(table.items.size(), 4u);
    }
}

TEST_F(save_all, save_goes_the_same_way) {
    auto const saved = run(store->save(request("s", "n", std::string(100'000, 'x'))));
    ASSERT_TRUE(saved);
    EXPECT_EQ(saved->size, 100'000u);
    EXPECT_THAT(table.operations(), ElementsAre("PutItem", "UpdateItem"));
    EXPECT_EQ(last("s").size(), 100'000u);
}

}  // namespace
}  // namespace ddbsnap
