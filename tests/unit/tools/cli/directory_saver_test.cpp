#include "cli/directory_saver.hpp"

#include "support/data_file.hpp"
#include "support/memory_store.hpp"
#include "support/run_coro.hpp"
#include "support/scratch_directory.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::cli {
namespace {

namespace fs = std::filesystem;
using call = test::memory_store::call;
using std::chrono::milliseconds;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class directory_saver_test : public testing::Test {
   protected:
    directory_saver_test() {
        fs::create_directory(directory);
        settings.directory = directory;
        settings.has_plugin_names = true;
        settings.grace = std::chrono::seconds(2);
        settings.writer.quiet = milliseconds(0);
        settings.writer.max_wait = milliseconds(0);
        voice.say = [this](std::string const& line) { said.push_back(line); };
        voice.complain = [this](failure const& f) { complaints.push_back(f.to_string()); };
        voice.ended = [this](save_report const& r) { ended.push_back(r); };
    }

    static std::string file_name(int n) { return fmt::format("20261119093047{:03}-snapshot.cfg", n); }
    static std::string item_name(int n) { return fmt::format("{}_{}_{}", file_name(n), n, 1); }
    static std::string body(int n) {
        return fmt::format("model_snapshot={{\"name\"\\: \"{}\", \"modelCount\"\\: 1, \"created\"\\: {}}}\n",
                           file_name(n), n);
    }
    // Moved in, so that no event tells of half a file.
    void write(int n) {
        scratch.put("new", body(n));
        fs::rename(scratch.path() / "new", directory / file_name(n));
    }

    void start() {
        saver.emplace(io.get_executor(), store, settings, voice);
        running.emplace(io, saver->run());
    }
    watch_outcome once() {
        settings.once = true;
        start();
        return running->wait().value();
    }
    void start_without_store() {
        auto const attempts = std::make_shared<int>();
        store->before = [attempts](call c, auto&) -> std::optional<failure> {
            if (c != call::save) return std::nullopt;
            ++*attempts;
            return failure(errc::connect_failed, "away");
        };
        start();
        test::run_until(io, [&] { return *attempts != 0; });
    }
    watch_outcome end() {
        running->cancel();
        return running->wait().value();
    }
    void wait_for(std::vector<std::string> const& names) {
        test::run_until(io, [&] { return store->names() == names; });
    }
    void wait_until_said(std::string const& text) {
        test::run_until(io, [&] {
            return std::any_of(said.begin(), said.end(),
                               [&](auto& line) { return line.find(text) != std::string::npos; });
        });
    }

    boost::asio::io_context io;
    test::scratch_directory scratch;
    fs::path const directory = scratch.path() / "config";
    std::shared_ptr<test::memory_store> store = std::make_shared<test::memory_store>();
    watch_settings settings;
    watch_voice voice;
    std::vector<std::string> said, complaints;
    std::vector<save_report> ended;
    std::optional<directory_saver> saver;
    std::optional<test::running<watch_outcome>> running;
};

TEST_F(directory_saver_test, what_was_missed_is_saved_in_its_order_under_the_plugins_names) {
    for (int n : {3, 1, 2}) write(n);
    auto const outcome = once();
    EXPECT_TRUE(outcome.not_stored.empty());
    EXPECT_EQ(outcome.left, 0u);
    EXPECT_FALSE(outcome.stopped_by);
    EXPECT_THAT(store->names(), ElementsAre(item_name(1), item_name(2), item_name(3)));
    EXPECT_EQ(store->held[0].body, body(1));
    EXPECT_THAT(complaints, IsEmpty());
}

TEST_F(directory_saver_test, in_files_and_named_series_snapshots_keep_their_names) {
    settings.has_plugin_names = false;
    write(1);
    once();
    EXPECT_THAT(store->names(), ElementsAre(file_name(1)));
}

TEST_F(directory_saver_test, only_what_is_newer_than_the_stores_newest_was_missed) {
    store->with(item_name(2), 999'000, body(2));
    for (int n : {1, 2, 3}) write(n);
    once();
    EXPECT_THAT(store->names(), ElementsAre(item_name(2), item_name(3)));
}

TEST_F(directory_saver_test, a_newest_snapshot_that_is_not_torchserves_counts_by_its_time) {
    store->with("by hand", 2, "workers=4\n");
    for (int n : {1, 2, 3}) write(n);
    once();
    EXPECT_THAT(store->names(), ElementsAre("by hand", item_name(2), item_name(3)));
}

TEST_F(directory_saver_test, each_new_file_is_saved_as_it_comes) {
    start();
    write(1);
    wait_for({item_name(1)});
    write(2);
    wait_for({item_name(1), item_name(2)});
    auto const outcome = end();
    EXPECT_TRUE(outcome.not_stored.empty());
    EXPECT_FALSE(outcome.stopped_by);
    EXPECT_EQ(ended.size(), 2u);
}

TEST_F(directory_saver_test, a_file_that_is_no_snapshot_is_passed_over_until_it_changes) {
    scratch.put("config/" + file_name(1), "");
    scratch.put("config/README", "");
    write(2);
    start();
    wait_for({item_name(2)});
    ASSERT_EQ(complaints.size(), 1u);
    EXPECT_THAT(complaints[0], HasSubstr(file_name(1)));
    EXPECT_THAT(complaints[0], HasSubstr("empty"));
    write(3);
    wait_for({item_name(2), item_name(3)});
    EXPECT_EQ(complaints.size(), 1u);
    write(1);
    wait_for({item_name(2), item_name(3), item_name(1)});
    end();
}

TEST_F(directory_saver_test, a_file_that_is_written_again_without_a_change_is_saved_once) {
    write(1);
    start();
    wait_for({item_name(1)});
    fs::rename(directory / file_name(1), scratch.path() / "aside");
    fs::rename(scratch.path() / "aside", directory / file_name(1));
    write(2);
    wait_for({item_name(1), item_name(2)});
    end();
}

TEST_F(directory_saver_test, a_directory_that_is_replaced_is_watched_and_what_was_missed_is_saved) {
    start();
    write(1);
    wait_for({item_name(1)});
    fs::rename(directory, scratch.path() / "config.1");
    wait_until_said("any more; waiting");
    fs::create_directory(directory);
    write(1);
    write(2);
    wait_for({item_name(1), item_name(2)});
    write(3);
    wait_for({item_name(1), item_name(2), item_name(3)});
    end();
}

TEST_F(directory_saver_test, a_directory_that_is_not_there_is_waited_for) {
    fs::remove(directory);
    start();
    wait_until_said("is not there; waiting");
    fs::create_directory(directory);
    write(1);
    wait_for({item_name(1)});
    EXPECT_FALSE(end().stopped_by);
}

TEST_F(directory_saver_test, a_look_from_time_to_time_finds_what_no_event_told) {
    settings.look_again = milliseconds(1);
    settings.writer.quiet = milliseconds(1);
    write(1);
    store->before = [failed = 0](call c, auto&) mutable -> std::optional<failure> {
        if (c == call::save && failed++ < 3) return failure(errc::table_missing, "no table");
        return std::nullopt;
    };
    start();
    wait_for({item_name(1)});
    EXPECT_EQ(
        std::count_if(ended.begin(), ended.end(), [](auto& r) { return r.outcome == save_outcome::failed; }),
        3);
    end();
}

TEST_F(directory_saver_test, once_without_a_directory_there_is_nothing_to_do) {
    fs::remove(directory);
    auto const outcome = once();
    ASSERT_TRUE(outcome.stopped_by);
    EXPECT_EQ(outcome.stopped_by->code(), errc::not_found);
}

TEST_F(directory_saver_test, a_snapshot_that_no_store_would_take_does_not_hold_up_the_others) {
    for (int n : {1, 2, 3}) write(n);
    store->before = [](call c, std::string const& name) -> std::optional<failure> {
        if (c == call::save && name == item_name(2)) return failure(errc::item_too_large, "too large");
        return std::nullopt;
    };
    auto const outcome = once();
    EXPECT_THAT(store->names(), ElementsAre(item_name(1), item_name(3)));
    EXPECT_EQ(outcome.failed, 1u);
    EXPECT_EQ(outcome.left, 0u);
}

TEST_F(directory_saver_test, where_nothing_can_be_stored_the_rest_is_left_for_the_next_start) {
    for (int n : {1, 2, 3}) write(n);
    store->before = [](call c, auto& name) -> std::optional<failure> {
        if (c == call::save && name != item_name(1)) return failure(errc::table_missing, "no table");
        return std::nullopt;
    };
    EXPECT_EQ(once().left, 2u);
    store->before = nullptr;
    EXPECT_EQ(once().left, 0u);
    EXPECT_THAT(store->names(), ElementsAre(item_name(1), item_name(2), item_name(3)));
}

TEST_F(directory_saver_test, a_store_that_can_never_be_asked_ends_it_with_the_reason) {
    store->before = [](call, auto&) { return failure(errc::table_missing, "no table"); };
    start();
    auto const outcome = running->wait().value();
    ASSERT_TRUE(outcome.stopped_by);
    EXPECT_EQ(outcome.stopped_by->code(), errc::table_missing);
}

TEST_F(directory_saver_test, a_store_that_is_away_at_the_start_is_asked_again_until_it_is_told_to_end) {
    store->before = [](call, auto&) { return failure(errc::connect_failed, "away"); };
    start();
    wait_until_said("trying again");
    EXPECT_THAT(complaints, Contains(HasSubstr("away")));
    auto const outcome = end();
    EXPECT_FALSE(outcome.stopped_by);
    EXPECT_FALSE(outcome.has_asked);
}

TEST_F(directory_saver_test, told_to_end_it_stores_what_is_under_way) {
    settings.writer.quiet = settings.writer.max_wait = std::chrono::hours(1);
    // A complaint tells how far it is: what comes before a bad file has been looked at.
    scratch.put("config/" + file_name(8), "bad\n");
    start();
    test::run_until(io, [&] { return complaints.size() == 1; });
    write(1);
    scratch.put("config/" + file_name(9), "bad\n");
    test::run_until(io, [&] { return complaints.size() == 2; });
    EXPECT_THAT(store->names(), IsEmpty());
    auto const outcome = end();
    EXPECT_TRUE(outcome.not_stored.empty());
    EXPECT_THAT(store->names(), ElementsAre(item_name(1)));
}

TEST_F(directory_saver_test, what_cannot_be_stored_in_time_is_named) {
    settings.grace = milliseconds(1);
    write(1);
    start_without_store();
    auto const outcome = end();
    ASSERT_EQ(outcome.not_stored.size(), 1u);
    EXPECT_EQ(outcome.not_stored[0].snapshot.name, item_name(1));
    EXPECT_EQ(outcome.left, 1u);
}

TEST_F(directory_saver_test, what_was_spooled_is_stored_at_the_next_start_also_without_its_file) {
    settings.writer.spool_dir = (scratch.path() / "spool").string();
    settings.grace = milliseconds(1);
    write(2);
    start_without_store();
    auto const outcome = end();
    ASSERT_EQ(outcome.not_stored.size(), 1u);
    EXPECT_EQ(outcome.not_stored[0].outcome, save_outcome::spooled);
    saver.reset();
    io.restart();
    io.run();  // the writer lets go of its directory
    fs::remove(directory / file_name(2));
    write(1);
    store->before = nullptr;
    settings.grace = std::chrono::seconds(2);
    once();
    EXPECT_THAT(store->names(), ElementsAre(item_name(2)));
}

}  // namespace
}  // namespace ddbsnap::cli
