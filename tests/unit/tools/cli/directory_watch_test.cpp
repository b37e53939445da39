#include "cli/directory_watch.hpp"

#include "support/run_coro.hpp"
#include "support/scratch_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::cli {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;
using testing::ElementsAre;

class directory_watch_test : public testing::Test {
   protected:
    directory_watch open() { return directory_watch::open(io.get_executor(), directory).value(); }

    directory_news next(directory_watch& watch) {
        return test::run_coro(io, watch.next(steady_time::max())).value();
    }

    boost::asio::io_context io;
    test::scratch_directory scratch;
    fs::path const logs = scratch.path() / "logs";
    fs::path const directory = logs / "config";
};

TEST_F(directory_watch_test, a_file_is_news_once_it_is_closed) {
    fs::create_directories(directory);
    auto watch = open();
    EXPECT_TRUE(watch.is_there());
    std::ofstream file(directory / "a.cfg");
    file << "one\n" << std::flush;
    std::ofstream(directory / "b.cfg") << "two\n";
    EXPECT_THAT(next(watch).complete, ElementsAre("b.cfg"));
    file.close();
    EXPECT_THAT(next(watch).complete, ElementsAre("a.cfg"));
}

TEST_F(directory_watch_test, so_is_one_that_is_moved_in) {
    fs::create_directories(directory);
    scratch.put("logs/a.tmp", "one\n");
    auto watch = open();
    fs::rename(logs / "a.tmp", directory / "a.cfg");
    EXPECT_THAT(next(watch).complete, ElementsAre("a.cfg"));
}

TEST_F(directory_watch_test, a_path_that_comes_to_lead_elsewhere_is_told_whatever_part_of_it_moved) {
    std::function<void()> const changes[] = {
        [&] { fs::rename(directory, logs / "config.1"); },
        [&] { fs::remove_all(directory); },
        [&] { fs::rename(logs, scratch.path() / "logs.1"); },
        [&] { fs::remove_all(logs); },
    };
    for (auto const& change : changes) {
        fs::create_directories(directory);
        auto watch = open();
        ASSERT_TRUE(watch.is_there());
        change();
        EXPECT_TRUE(next(watch).has_moved);
        EXPECT_FALSE(open().is_there());
    }
}

TEST_F(directory_watch_test, a_link_that_comes_to_lead_elsewhere_is_told) {
    fs::create_directories(scratch.path() / "one" / "config");
    fs::create_directories(scratch.path() / "two" / "config");
    fs::create_directory_symlink("one", logs);
    auto watch = open();
    fs::create_directory_symlink("two", scratch.path() / "new");
    fs::rename(scratch.path() / "new", logs);
    EXPECT_TRUE(next(watch).has_moved);
    EXPECT_NE(open().identity(), watch.identity());
}

TEST_F(directory_watch_test, a_directory_that_is_not_there_is_waited_for_part_by_part) {
    auto above = open();
    EXPECT_FALSE(above.is_there());
    fs::create_directory(logs);
    EXPECT_TRUE(next(above).has_moved);
    auto watch = open();
    EXPECT_FALSE(watch.is_there());
    fs::create_directory(directory);
    EXPECT_TRUE(next(watch).has_moved);
    EXPECT_TRUE(open().is_there());
}

TEST_F(directory_watch_test, what_appears_beside_it_is_no_news) {
    fs::create_directory(logs);
    auto watch = open();
    fs::create_directory(logs / "other");
    fs::create_directory(directory);
    EXPECT_TRUE(next(watch).has_moved);
}

TEST_F(directory_watch_test, a_file_where_the_directory_should_be_is_waited_to_go) {
    scratch.put("logs/config", "a file");
    auto watch = open();
    EXPECT_FALSE(watch.is_there());
    fs::remove(directory);
    EXPECT_TRUE(next(watch).has_moved);
}

TEST_F(directory_watch_test, a_wait_ends_at_its_time_and_the_next_one_works) {
    fs::create_directories(directory);
    auto watch = open();
    auto const nothing = test::run_coro(io, watch.next(steady_clock::now())).value();
    EXPECT_TRUE(nothing.complete.empty());
    EXPECT_FALSE(nothing.has_moved);
    scratch.put("logs/config/a.cfg", "one\n");
    EXPECT_THAT(next(watch).complete, ElementsAre("a.cfg"));
}

TEST_F(directory_watch_test, a_wait_can_be_cancelled) {
    fs::create_directories(directory);
    auto watch = open();
    test::running<directory_news> waiting(io, watch.next(steady_time::max()));
    io.poll();
    waiting.cancel();
    EXPECT_EQ(waiting.wait().error().code(), condition::cancelled);
}

TEST_F(directory_watch_test, paths_may_end_with_a_slash_or_go_through_a_dot) {
    fs::create_directories(directory);
    for (auto const& path : {directory.string() + "/", (logs / "." / "config").string()})
        EXPECT_TRUE(directory_watch::open(io.get_executor(), path).value().is_there()) << path;
}

}  // namespace
}  // namespace ddbsnap::cli
