#include "net/atomic_file.hpp"

#include "support/failing_calls.hpp"
#include "support/scratch_directory.hpp"

#include <ddbsnap/world.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iterator>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>

namespace ddbsnap::net {
namespace {

namespace fs = std::filesystem;
using test::failing_calls;
using test::scratch_directory;
using contents = std::map<std::string, std::string>;

std::ptrdiff_t open_files() {
    return std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator());
}

// Lets each step fail in turn until nothing fails any more. Returns how many steps there were.
int fail_at_every_step(bool renames) {
    for (int n = 0; n != 100; ++n) {
        scratch_directory directory;
        directory.put("held", "what was there");
        auto const before = directory.files();
        auto const files_before = open_files();
        failing_calls failing(n, EIO);
        if (!renames) failing.without_rename();
        auto const calls = failing.calls();
        auto const created = create_file_atomically(directory.path(), "new", "bytes", calls);
        EXPECT_EQ(open_files(), files_before) << "step " << n;
        if (created) {
            auto after = before;
            after["new"] = "bytes";
            EXPECT_EQ(directory.files(), after) << "step " << n;
            if (!failing.did_fail()) return n;
            continue;
        }
        EXPECT_EQ(created.error().code(), errc::io_error);
        EXPECT_THAT(created.error().message(), testing::HasSubstr("Input/output error"));
        EXPECT_THAT(created.error().message(), testing::HasSubstr(directory.path().string()));
        EXPECT_EQ(directory.files(), before) << "step " << n;
        EXPECT_TRUE(create_file_atomically(directory.path(), "new", "bytes", real_file_calls()));
    }
    return -1;
}

// open, write, fsync, close, rename or link, open of the directory, fsync, close
TEST(atomic_file, a_failure_at_any_step_leaves_the_directory_as_it_was) {
    EXPECT_EQ(fail_at_every_step(true), 8);
}

TEST(atomic_file, so_it_does_where_files_cannot_be_renamed_without_replacing) {
    EXPECT_EQ(fail_at_every_step(false), 8);
}

TEST(atomic_file, an_existing_file_is_never_replaced) {
    scratch_directory directory;
    directory.put("name", "old");
    for (bool renames : {true, false}) {
        failing_calls none(1000, 0);
        if (!renames) none.without_rename();
        auto const created = create_file_atomically(directory.path(), "name", "new", none.calls());
        ASSERT_FALSE(created);
        EXPECT_EQ(created.error().code(), errc::already_exists);
        EXPECT_EQ(directory.files(), (std::map<std::string, std::string>{{"name", "old"}}));
    }
}

TEST(atomic_file, of_many_who_create_one_name_exactly_one_succeeds) {
    scratch_directory directory;
    std::atomic<int> ready = 0;
    std::vector<int> succeeded(8);
    std::vector<std::thread> threads;
    for (int i = 0; i != 8; ++i)
        threads.emplace_back([&, i] {
            auto const calls = real_file_calls();
            ++ready;
            while (ready != 8) std::this_thread::yield();
            auto const created = create_file_atomically(
                directory.path(), "name", std::string(10'000, static_cast<char>('a' + i)), calls);
            succeeded[static_cast<std::size_t>(i)] = created ? 1 : 0;
        });
    for (auto& t : threads) t.join();
    ASSERT_EQ(std::count(succeeded.begin(), succeeded.end(), 1), 1);
    auto const winner = std::find(succeeded.begin(), succeeded.end(), 1) - succeeded.begin();
    EXPECT_EQ(
        directory.files(),
        (std::map<std::string, std::string>{{"name", std::string(10'000, static_cast<char>('a' + winner))}}));
}

TEST(atomic_file, a_disk_that_takes_bytes_one_by_one_and_is_interrupted_gets_all_of_them) {
    scratch_directory directory;
    auto calls = real_file_calls();
    bool interrupted = false;
    calls.write = [&](int file, void const* bytes, std::size_t) -> ssize_t {
        interrupted = !interrupted;
        if (interrupted) return errno = EINTR, -1;
        return ::write(file, bytes, 1);
    };
    ASSERT_TRUE(create_file_atomically(directory.path(), "name", "many bytes", calls));
    EXPECT_EQ(directory.files()["name"], "many bytes");
}

TEST(atomic_file, a_full_disk_is_reported_with_the_path_and_what_to_do) {
    scratch_directory directory;
    failing_calls failing(1, ENOSPC);
    auto const created = create_file_atomically(directory.path(), "name", "bytes", failing.calls());
    ASSERT_FALSE(created);
    EXPECT_EQ(created.error().to_string(),
              "cannot write " + (directory.path() / "name").string() +
                  ": No space left on device; free space there, or remove old snapshots");
}

TEST(atomic_file, a_file_that_the_system_cuts_short_is_not_left_behind) {
    scratch_directory directory;
    auto const old_handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit old_limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old_limit), 0);
    auto small = old_limit;
    small.rlim_cur = 4096;
    ::setrlimit(RLIMIT_FSIZE, &small);
    auto const created =
        create_file_atomically(directory.path(), "name", std::string(10'000, 'x'), real_file_calls());
    ::setrlimit(RLIMIT_FSIZE, &old_limit);
    std::signal(SIGXFSZ, old_handler);
    ASSERT_FALSE(created);
    EXPECT_THAT(created.error().message(), testing::HasSubstr("File too large"));
    EXPECT_TRUE(directory.files().empty());
}

TEST(atomic_file, only_its_owner_may_read_it) {
    scratch_directory directory;
    ASSERT_TRUE(create_file_atomically(directory.path(), "name", "", real_file_calls()));
    EXPECT_EQ(fs::status(directory.path() / "name").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
}

TEST(replaced_file, has_the_new_bytes_and_is_its_owners_alone) {
    scratch_directory directory;
    directory.put("token", "old");
    fs::permissions(directory.path() / "token", fs::perms::all);
    for (auto const* name : {"token", "another"}) {
        auto const replaced = real_world().replace_file(directory.path() / name, "new");
        ASSERT_TRUE(replaced) << replaced.error().message();
        EXPECT_EQ(fs::status(directory.path() / name).permissions(),
                  fs::perms::owner_read | fs::perms::owner_write);
    }
    EXPECT_EQ(directory.files(), (contents{{"another", "new"}, {"token", "new"}}));
}

// open, write, fsync, close, rename; then open of the directory, fsync, close, after which the new bytes stay
TEST(replaced_file, a_failure_at_any_step_leaves_all_of_the_old_or_all_of_the_new_and_nothing_else) {
    for (int n = 0; n != 8; ++n) {
        scratch_directory directory;
        directory.put("token", "old");
        auto const files_before = open_files();
        failing_calls failing(n, EIO);
        auto const replaced = replace_file_atomically(directory.path() / "token", "new", failing.calls());
        EXPECT_TRUE(failing.did_fail()) << "step " << n;
        EXPECT_EQ(open_files(), files_before) << "step " << n;
        EXPECT_EQ(directory.files(), (contents{{"token", n < 5 ? "old" : "new"}})) << "step " << n;
        if (n == 7) continue;  // closing a directory loses nothing
        ASSERT_FALSE(replaced) << "step " << n;
        EXPECT_EQ(replaced.error().code(), errc::io_error);
        EXPECT_THAT(replaced.error().message(), testing::HasSubstr(directory.path().string()));
    }
}

TEST(replaced_file, a_link_stays_one_and_what_it_leads_to_is_replaced) {
    scratch_directory directory;
    directory.put("far/token", "old");
    fs::create_symlink("far/token", directory.path() / "link");
    fs::create_symlink(directory.path() / "link", directory.path() / "link of a link");
    fs::create_symlink("far/not there yet", directory.path() / "dangling");
    ASSERT_TRUE(replace_file_atomically(directory.path() / "link of a link", "new", real_file_calls()));
    ASSERT_TRUE(replace_file_atomically(directory.path() / "dangling", "new", real_file_calls()));
    for (auto const* link : {"link", "link of a link", "dangling"})
        EXPECT_TRUE(fs::is_symlink(directory.path() / link)) << link;
    EXPECT_EQ(directory.files()["far/token"], "new");
    EXPECT_EQ(directory.files()["far/not there yet"], "new");
}

TEST(replaced_file, links_that_lead_in_a_circle_are_reported) {
    scratch_directory directory;
    fs::create_symlink("b", directory.path() / "a");
    fs::create_symlink("a", directory.path() / "b");
    auto const replaced = replace_file_atomically(directory.path() / "a", "new", real_file_calls());
    ASSERT_FALSE(replaced);
    EXPECT_THAT(replaced.error().message(), testing::HasSubstr("Too many levels of symbolic links"));
}

TEST(replaced_file, a_directory_that_is_missing_is_reported_and_not_made) {
    scratch_directory directory;
    auto const replaced = replace_file_atomically(directory.path() / "d/token", "x", real_file_calls());
    ASSERT_FALSE(replaced);
    EXPECT_EQ(replaced.error().code(), errc::io_error);
    EXPECT_FALSE(fs::exists(directory.path() / "d"));
}

TEST(create_directories, all_that_are_missing_are_created) {
    scratch_directory directory;
    for (auto const* path : {"a/b/c", "a/b/c", "a/d/", "e"}) {
        auto const created = create_directories_durably(directory.path() / path, real_file_calls());
        ASSERT_TRUE(created) << created.error().message();
        EXPECT_TRUE(fs::is_directory(directory.path() / path));
    }
    EXPECT_TRUE(create_directories_durably(".", real_file_calls()));
}

TEST(create_directories, a_file_in_the_way_is_reported) {
    scratch_directory directory;
    directory.put("a", "file");
    for (auto const* path : {"a", "a/b"}) {
        auto const created = create_directories_durably(directory.path() / path, real_file_calls());
        ASSERT_FALSE(created);
        EXPECT_EQ(created.error().code(), errc::io_error);
        EXPECT_THAT(created.error().message(), testing::HasSubstr("Not a directory"));
    }
}

TEST(create_directories, a_failure_at_any_step_can_be_tried_again) {
    for (int n = 0;; ++n) {
        ASSERT_LT(n, 100);
        scratch_directory directory;
        failing_calls failing(n, EIO);
        auto const calls = failing.calls();
        auto const created = create_directories_durably(directory.path() / "a/b", calls);
        if (!failing.did_fail()) break;
        EXPECT_TRUE(create_directories_durably(directory.path() / "a/b", real_file_calls()));
        EXPECT_TRUE(fs::is_directory(directory.path() / "a/b"));
    }
}

}  // namespace
}  // namespace ddbsnap::net
