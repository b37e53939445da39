#include "support/scratch_directory.hpp"

#include <ddbsnap/snapshot_store.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

system_time const monday{milliseconds(1795430755123)};  // 2026-11-23 10:45:55,123 UTC

retention keep(std::size_t n) {
    retention rule;
    rule.keep = n;
    return rule;
}

retention older_than(std::chrono::seconds age) {
    retention rule;
    rule.older_than = age;
    return rule;
}

retention both(std::size_t n, std::chrono::seconds age) {
    auto rule = keep(n);
    rule.older_than = age;
    return rule;
}

retention dry(retention rule) {
    rule.dry_run = true;
    return rule;
}

class file_store : public testing::Test {
   protected:
    std::unique_ptr<snapshot_store> open(std::string const& zone = "UTC") {
        store_options options;
        options.outside.now = [this] { return now; };
        options.time_zone = zone;
        options.warn = [this](std::string const& what) { warnings.push_back(what); };
        return open_file_store((directory.path() / "config").string(), std::move(options));
    }

    template <class T>
    T wait_for(asio::awaitable<T> operation) {
        asio::io_context loop;
        std::optional<T> answer;
        auto keep_answer = [](asio::awaitable<T> op, std::optional<T>& to) -> asio::awaitable<void> {
            to = co_await std::move(op);
        };
        asio::co_spawn(loop, keep_answer(std::move(operation), answer), [](std::exception_ptr thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
        loop.run();
        return std::move(*answer);
    }

    result<snapshot_info> save(std::string name, std::string body,
                               std::optional<system_time> created = std::nullopt, std::string series = "") {
        save_request request;
        request.name = std::move(name);
        request.body = std::move(body);
        request.created = created;
        request.series = std::move(series);
        return wait_for(store->save(std::move(request)));
    }

    std::vector<std::string> names(std::string series = "", std::size_t limit = 100) {
        std::vector<std::string> found;
        auto const infos = wait_for(store->list(std::move(series), limit)).value();
        for (auto const& info : infos) found.push_back(info.name);
        return found;
    }

    std::vector<std::string> pruned(retention rule) {
        std::vector<std::string> found;
        auto const infos = wait_for(store->prune("", std::move(rule))).value();
        for (auto const& info : infos) found.push_back(info.name);
        return found;
    }

    void save_five() {
        for (int i = 0; i != 5; ++i)
            ASSERT_TRUE(save(std::string(1, static_cast<char>('a' + i)), "", monday + std::chrono::hours(i)));
    }

    test::scratch_directory directory;
    system_time now = monday;
    std::vector<std::string> warnings;
    std::unique_ptr<snapshot_store> store = open();
};

TEST_F(file_store, what_is_saved_is_the_last) {
    auto const saved = save("", "a=b\n");
    ASSERT_TRUE(saved) << saved.error().to_string();
    EXPECT_EQ(saved->name, "20261123104555123-snapshot.cfg");
    EXPECT_EQ(saved->created, monday);
    EXPECT_EQ(saved->size, 4u);
    EXPECT_THAT(directory.files(), ElementsAre(std::pair("config/20261123104555123-snapshot.cfg", "a=b\n")));
    auto const last = wait_for(store->last(""));
    ASSERT_TRUE(last);
    EXPECT_EQ(last->name, saved->name);
    EXPECT_EQ(last->created, monday);
    EXPECT_EQ(last->body, "a=b\n");
    EXPECT_EQ(last->kind, body_kind::text);
    EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(file_store, another_store_object_finds_what_torchserve_wrote) {
    directory.put("config/20261123104555123-startup.cfg", "old");
    directory.put("config/20261123104555124-shutdown.cfg", "new");
    EXPECT_EQ(wait_for(store->last(""))->name, "20261123104555124-shutdown.cfg");
    EXPECT_EQ(wait_for(store->get("", "20261123104555123-startup.cfg"))->body, "old");
}

TEST_F(file_store, nothing_is_there_before_the_first_save_not_even_the_directory) {
    EXPECT_EQ(wait_for(store->last("")).error().code(), errc::not_found);
    EXPECT_EQ(wait_for(store->get("", "a")).error().code(), errc::not_found);
    EXPECT_THAT(names(), IsEmpty());
    EXPECT_THAT(pruned(keep(1)), IsEmpty());
    EXPECT_FALSE(fs::exists(directory.path() / "config"));
    EXPECT_EQ(store->describe(), "file:" + (directory.path() / "config").string());
}

TEST_F(file_store, each_series_is_a_directory_of_its_own) {
    ASSERT_TRUE(save("x", "default"));
    ASSERT_TRUE(save("x", "of s", monday, "s"));
    EXPECT_THAT(directory.files(), ElementsAre(std::pair("config/20261123104555123-x", "default"),
                                               std::pair("config/s/20261123104555123-x", "of s")));
    EXPECT_EQ(wait_for(store->last("s"))->body, "of s");
    EXPECT_EQ(wait_for(store->last("s"))->series, "s");
    EXPECT_EQ(wait_for(store->last(""))->body, "default");
    EXPECT_EQ(wait_for(store->last("t")).error().code(), errc::not_found);
    EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(file_store, a_tie_or_a_clock_step_back_is_moved_on_by_a_millisecond) {
    EXPECT_EQ(save("", "1")->created, monday);
    EXPECT_EQ(save("", "2")->created, monday + milliseconds(1));
    now = monday - std::chrono::hours(1);
    auto const third = save("", "3");
    EXPECT_EQ(third->created, monday + milliseconds(2));
    EXPECT_EQ(third->name, "20261123104555125-snapshot.cfg");
    EXPECT_EQ(save("", "other", std::nullopt, "s")->created, now);
    EXPECT_EQ(wait_for(store->last(""))->body, "3");
}

TEST_F(file_store, a_save_that_failed_does_not_move_the_time_on) {
    directory.put("config/20261123104555123-a", "");
    EXPECT_EQ(save("a", "1").error().code(), errc::already_exists);
    EXPECT_EQ(save("b", "2")->created, monday);
}

TEST_F(file_store, the_same_name_and_time_is_refused_also_of_another_store_object) {
    ASSERT_TRUE(save("a", "first", monday));
    store = open();
    auto const again = save("a", "second", monday);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), errc::already_exists);
    EXPECT_EQ(wait_for(store->last(""))->body, "first");
}

TEST_F(file_store, of_several_with_one_name_the_newest_is_got) {
    ASSERT_TRUE(save("a", "1", monday));
    ASSERT_TRUE(save("a", "2", monday + milliseconds(1)));
    ASSERT_TRUE(save("b", "3", monday + milliseconds(2)));
    EXPECT_EQ(wait_for(store->get("", "a"))->body, "2");
    EXPECT_EQ(wait_for(store->get("", "20261123104555123-a"))->body, "1");
    EXPECT_EQ(wait_for(store->get("", "c")).error().code(), errc::not_found);
}

TEST_F(file_store, the_list_is_newest_first_and_not_longer_than_asked) {
    save_five();
    EXPECT_THAT(names(), ElementsAre("e", "d", "c", "b", "a"));
    EXPECT_THAT(names("", 2), ElementsAre("e", "d"));
    EXPECT_THAT(names("", 0), IsEmpty());
}

TEST_F(file_store, text_is_what_is_utf8_without_nul) {
    ASSERT_TRUE(save("text", "\xc3\xa9", monday));
    ASSERT_TRUE(save("nul", std::string("a\0b", 3), monday));
    ASSERT_TRUE(save("latin", "\xe9", monday));
    EXPECT_EQ(wait_for(store->get("", "text"))->kind, body_kind::text);
    EXPECT_EQ(wait_for(store->get("", "nul"))->kind, body_kind::binary);
    EXPECT_EQ(wait_for(store->get("", "nul"))->body.size(), 3u);
    EXPECT_EQ(wait_for(store->get("", "latin"))->kind, body_kind::binary);
}

TEST_F(file_store, bad_names_and_a_time_to_live_are_refused_and_nothing_is_created) {
    for (auto const* bad : {"a/b", "#head", "../x", "a\n"})
        EXPECT_EQ(save(bad, "").error().code(), errc::invalid_name);
    EXPECT_EQ(save(std::string(238, 'x'), "").error().code(), errc::invalid_name);
    for (auto const* bad : {"..", "a/b", ".s"}) {
        EXPECT_EQ(save("a", "", monday, bad).error().code(), errc::invalid_name);
        EXPECT_EQ(wait_for(store->last(bad)).error().code(), errc::invalid_name);
        EXPECT_EQ(wait_for(store->list(bad, 1)).error().code(), errc::invalid_name);
        EXPECT_EQ(wait_for(store->prune(bad, keep(1))).error().code(), errc::invalid_name);
    }
    save_request lasting;
    lasting.ttl = std::chrono::hours(1);
    EXPECT_EQ(wait_for(store->save(lasting)).error().code(), errc::invalid_argument);
    EXPECT_FALSE(fs::exists(directory.path() / "config"));
}

TEST_F(file_store, foreign_files_are_reported_and_passed_over) {
    directory.put("config/20261123104555123-snapshot.cfg", "good");
    directory.put("config/config.properties", "");
    directory.put("config/.hidden", "");
    directory.put("config/.ddbsnap-0123.tmp", "half of it");
    fs::create_directory(directory.path() / "config/20261123104555124-snapshot.cfg");
    fs::create_directory(directory.path() / "config/not a series");
    ASSERT_EQ(::mkfifo((directory.path() / "config/20261123104555125-snapshot.cfg").c_str(), 0600), 0);
    fs::create_symlink("nowhere", directory.path() / "config/20261123104555126-snapshot.cfg");
    EXPECT_EQ(wait_for(store->last(""))->body, "good");
    EXPECT_THAT(warnings,
                testing::UnorderedElementsAre(
                    HasSubstr("config.properties is not a snapshot"), HasSubstr(".hidden is not a snapshot"),
                    HasSubstr("124-snapshot.cfg is not a snapshot: it is a directory"),
                    HasSubstr("not a series is not a snapshot: it is a directory"),
                    HasSubstr("125-snapshot.cfg: not a regular file"), HasSubstr("126-snapshot.cfg")));
    EXPECT_THAT(names(), ElementsAre("20261123104555123-snapshot.cfg"));
}

TEST_F(file_store, only_unreadable_snapshots_are_an_error_and_not_nothing) {
    fs::create_directories(directory.path() / "config");
    ASSERT_EQ(::mkfifo((directory.path() / "config/20261123104555125-snapshot.cfg").c_str(), 0600), 0);
    EXPECT_EQ(wait_for(store->last("")).error().code(), errc::io_error);
}

TEST_F(file_store, a_file_in_place_of_the_directory_is_an_error_of_every_operation) {
    directory.put("config", "file");
    for (auto const& message : {save("a", "").error().message(), wait_for(store->last("")).error().message(),
                                wait_for(store->list("", 1)).error().message(),
                                wait_for(store->prune("", keep(1))).error().message()}) {
        EXPECT_THAT(message, HasSubstr("config: Not a directory"));
    }
    EXPECT_THAT(directory.files(), ElementsAre(std::pair("config", "file")));
}

TEST_F(file_store, pruning_keeps_the_newest_and_tells_how_far_it_is) {
    save_five();
    std::vector<std::pair<std::size_t, std::size_t>> progress;
    auto rule = keep(2);
    rule.progress = [&](std::size_t done, std::size_t total) { progress.emplace_back(done, total); };
    EXPECT_THAT(pruned(rule), ElementsAre("a", "b", "c"));
    EXPECT_THAT(names(), ElementsAre("e", "d"));
    EXPECT_THAT(progress, ElementsAre(std::pair(1, 3), std::pair(2, 3), std::pair(3, 3)));
}

TEST_F(file_store, pruning_by_age_never_removes_the_newest) {
    save_five();
    now = monday + std::chrono::hours(4);
    EXPECT_THAT(pruned(older_than(std::chrono::hours(2))), ElementsAre("a", "b"));
    now += std::chrono::hours(24 * 365);
    EXPECT_THAT(pruned(older_than(std::chrono::seconds(0))), ElementsAre("c", "d"));
    EXPECT_THAT(pruned(keep(0)), IsEmpty());
    EXPECT_THAT(names(), ElementsAre("e"));
}

TEST_F(file_store, with_both_rules_only_what_both_allow_is_removed) {
    save_five();
    now = monday + std::chrono::hours(4);
    EXPECT_THAT(pruned(both(4, std::chrono::hours(1))), ElementsAre("a"));
    EXPECT_THAT(pruned(both(1, std::chrono::hours(2))), ElementsAre("b"));
    EXPECT_THAT(pruned(both(1, std::chrono::seconds::max())), IsEmpty());
}

TEST_F(file_store, a_dry_run_says_what_would_be_removed_and_removes_nothing) {
    save_five();
    EXPECT_THAT(pruned(dry(keep(3))), ElementsAre("a", "b"));
    EXPECT_EQ(names().size(), 5u);
}

TEST_F(file_store, pruning_without_a_rule_or_by_a_negative_age_is_refused) {
    EXPECT_EQ(wait_for(store->prune("", {})).error().code(), errc::invalid_argument);
    EXPECT_EQ(wait_for(store->prune("", older_than(std::chrono::seconds(-1)))).error().code(),
              errc::invalid_argument);
}

TEST_F(file_store, pruning_keeps_the_newest_that_can_be_read) {
    directory.put("config/20261123104555123-a", "good");
    ASSERT_EQ(::mkfifo((directory.path() / "config/20261123104555124-b").c_str(), 0600), 0);
    EXPECT_THAT(pruned(keep(1)), IsEmpty());
    EXPECT_EQ(wait_for(store->last(""))->name, "a");
}

TEST_F(file_store, pruning_that_is_cancelled_stops_between_two_files) {
    save_five();
    asio::io_context loop;
    asio::cancellation_signal cancel;
    auto rule = keep(1);
    rule.progress = [&](std::size_t, std::size_t) { cancel.emit(asio::cancellation_type::terminal); };
    std::optional<result<std::vector<snapshot_info>>> answer;
    auto pruning = [&]() -> asio::awaitable<void> { answer = co_await store->prune("", rule); };
    asio::co_spawn(loop, pruning, asio::bind_cancellation_slot(cancel.slot(), [](std::exception_ptr e) {
                       EXPECT_FALSE(e);
                   }));
    loop.run();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error().code(), errc::operation_aborted);
    EXPECT_THAT(names(), ElementsAre("e", "d", "c", "b"));
}

TEST_F(file_store, an_operation_may_end_after_its_store) {
    save_five();
    auto last = store->last("");
    auto prune = store->prune("", keep(1));
    store.reset();
    EXPECT_EQ(wait_for(std::move(last))->name, "e");
    EXPECT_EQ(wait_for(std::move(prune))->size(), 4u);
}

TEST_F(file_store, the_stamp_is_on_the_clock_of_the_time_zone) {
    store = open("+02:00");
    auto const saved = save("", "x");
    EXPECT_EQ(saved->name, "20261123124555123-snapshot.cfg");
    EXPECT_EQ(saved->created, monday);
    EXPECT_EQ(wait_for(store->last(""))->created, monday);
}

TEST_F(file_store, an_unknown_time_zone_is_an_error_of_the_first_operation) {
    store = open("Europe/Nowhere");
    EXPECT_EQ(wait_for(store->last("")).error().code(), errc::invalid_configuration);
    EXPECT_EQ(save("", "x").error().code(), errc::invalid_configuration);
}

TEST_F(file_store, a_name_that_reads_back_as_another_is_returned_as_it_reads_back) {
    auto const saved = save("startup.cfg", "x", monday);
    EXPECT_EQ(saved->name, "20261123104555123-startup.cfg");
    EXPECT_EQ(wait_for(store->last(""))->name, saved->name);
}

TEST_F(file_store, of_several_with_one_name_the_one_of_a_time_is_found) {
    store = open();
    save("state", "one", monday).value();
    save("state", "two", monday + milliseconds(1)).value();
    EXPECT_EQ(wait_for(store->get_at("", "state", monday)).value().body, "one");
    EXPECT_EQ(wait_for(store->get_at("", "state", monday + milliseconds(1))).value().body, "two");
    EXPECT_EQ(wait_for(store->get_at("", "state", monday + milliseconds(2))).error().code(), errc::not_found);
    EXPECT_EQ(wait_for(store->get_at("", "a/b", monday)).error().code(), errc::invalid_name);
}

}  // namespace
}  // namespace ddbsnap
