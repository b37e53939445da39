#include "snapshot/spool_directory.hpp"

#include "support/failing_calls.hpp"
#include "support/scratch_directory.hpp"

#include <csignal>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ddbsnap {
namespace {

using test::scratch_directory;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

spooled_snapshot of(std::string series, int created) {
    spooled_snapshot s;
    s.series = std::move(series);
    s.name = "n" + std::to_string(created);
    s.created = system_time(std::chrono::milliseconds(created));
    return s;
}

spool_directory open(scratch_directory const& d, net::file_calls calls = net::real_file_calls()) {
    return spool_directory::open(d.path() / "spool", std::move(calls)).value();
}

std::vector<std::string> series_in(spool_directory const& spool) {
    std::vector<std::string> found;
    auto const listed = spool.list();
    for (auto const& s : listed.value().snapshots) found.push_back(s.series + "=" + s.name);
    std::sort(found.begin(), found.end());
    return found;
}

TEST(spool_directory, holds_one_snapshot_for_each_series_until_it_is_removed) {
    scratch_directory d;
    auto const spool = open(d);
    ASSERT_TRUE(spool.write(of("a", 1), "first"));
    ASSERT_TRUE(spool.write(of("a", 2), "second"));
    ASSERT_TRUE(spool.write(of("", 3), "third"));
    EXPECT_THAT(series_in(spool), ElementsAre("=n3", "a=n2"));
    spooled_snapshot about;
    EXPECT_EQ(spool.read("a", about).value(), "second");
    EXPECT_EQ(about.name, "n2");
    ASSERT_TRUE(spool.remove("a"));
    ASSERT_TRUE(spool.remove("a"));
    EXPECT_THAT(series_in(spool), ElementsAre("=n3"));
}

TEST(spool_directory, tells_a_second_user_whose_it_is) {
    scratch_directory d;
    {
        auto const first = open(d);
        auto const second = spool_directory::open(d.path() / "spool", net::real_file_calls());
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code(), errc::spool_in_use);
        EXPECT_THAT(second.error().to_string(), HasSubstr("process " + std::to_string(::getpid())));
    }
    open(d);
}

TEST(spool_directory, passes_over_what_is_not_its_own_and_puts_aside_what_is_damaged) {
    scratch_directory d;
    {
        auto const spool = open(d);
        ASSERT_TRUE(spool.write(of("good", 1), "body"));
        ASSERT_TRUE(spool.write(of("short", 1), "body"));
        ASSERT_TRUE(spool.write(of("renamed", 1), "body"));
    }
    auto const dir = d.path() / "spool";
    std::filesystem::resize_file(dir / "short.snapshot",
                                 std::filesystem::file_size(dir / "short.snapshot") - 1);
    std::filesystem::rename(dir / "renamed.snapshot", dir / "other.snapshot");
    d.put("spool/README", "mine");
    d.put("spool/empty.snapshot", "");
    d.put("spool/.ddbsnap-0123.tmp", "half");
    auto const spool = open(d);
    auto const listed = spool.list().value();
    EXPECT_THAT(series_in(spool), ElementsAre("good=n1"));
    EXPECT_EQ(listed.warnings.size(), 4u);
    auto const left = d.files();
    EXPECT_EQ(left.at("spool/README"), "mine");
    EXPECT_TRUE(left.contains("spool/short.snapshot.damaged"));
    EXPECT_TRUE(left.contains("spool/other.snapshot.damaged"));
    EXPECT_FALSE(left.contains("spool/.ddbsnap-0123.tmp"));
}

TEST(spool_directory, gives_no_body_whose_hash_is_another_and_puts_it_aside) {
    scratch_directory d;
    auto const spool = open(d);
    ASSERT_TRUE(spool.write(of("a", 1), "body"));
    auto bytes = d.files().at("spool/a.snapshot");
    bytes.back() = 'Y';
    d.put("spool/a.snapshot", bytes);
    spooled_snapshot about;
    auto const read = spool.read("a", about);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code(), errc::corrupt_snapshot);
    EXPECT_TRUE(d.files().contains("spool/a.snapshot.damaged"));
}

TEST(spool_directory, cannot_be_opened_where_nothing_can_be_written) {
    scratch_directory d;
    d.put("spool", "a file");
    auto const opened = spool_directory::open(d.path() / "spool", net::real_file_calls());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), errc::io_error);
    EXPECT_THAT(opened.error().message(), HasSubstr("spool"));
}

TEST(spool_directory, a_write_that_fails_at_any_step_leaves_the_old_or_the_new_one_whole) {
    int n = 0;
    for (;; ++n) {
        scratch_directory d;
        ASSERT_TRUE(open(d).write(of("a", 1), "old"));
        test::failing_calls failing(n, ENOSPC);
        auto const spool = open(d, failing.calls());
        auto const written = spool.write(of("a", 2), "new");
        spooled_snapshot about;
        auto const body = spool.read("a", about);
        ASSERT_TRUE(body) << "step " << n;
        EXPECT_EQ(*body, about.name == "n1" ? "old" : "new");
        EXPECT_EQ(spool.list()->warnings, std::vector<std::string>()) << "step " << n;
        if (!failing.did_fail()) break;
    }
    EXPECT_GT(n, 5);
}

// Calls of which the n-th kills the process instead: between two calls nothing changes that outlives it.
net::file_calls deadly_calls(int n) {
    auto const left = std::make_shared<int>(n);
    auto const step = [left] {
        if ((*left)-- == 0) ::raise(SIGKILL);
    };
    auto const real = net::real_file_calls();
    auto c = real;
    c.open = [=](char const* p, int f, mode_t m) { return step(), real.open(p, f, m); };
    c.write = [=](int f, void const* b, std::size_t size) {
        // Half of it gets there, perhaps.
        if (*left == 0 && real.write(f, b, size / 2) < 0) return ssize_t{-1};
        return step(), real.write(f, b, size);
    };
    c.fsync = [=](int f) { return step(), real.fsync(f); };
    c.close = [=](int f) { return step(), real.close(f); };
    c.rename = [=](char const* a, char const* b) { return step(), real.rename(a, b); };
    return c;
}

TEST(spool_directory, a_process_killed_at_any_step_leaves_the_old_or_the_new_one_whole) {
    bool was_killed = true;
    int n = 0;
    for (; was_killed; ++n) {
        scratch_directory d;
        ASSERT_TRUE(open(d).write(of("a", 1), "old"));
        auto const child = ::fork();
        if (child == 0) {
            bool const ok = static_cast<bool>(open(d, deadly_calls(n)).write(of("a", 2), "new"));
            ::_exit(ok ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        was_killed = WIFSIGNALED(status);
        ASSERT_TRUE(was_killed || WEXITSTATUS(status) == 0);
        auto const spool = open(d);  // the lock went with the process
        auto const listed = spool.list().value();
        EXPECT_THAT(listed.warnings, IsEmpty()) << "step " << n;
        ASSERT_EQ(listed.snapshots.size(), 1u) << "step " << n;
        spooled_snapshot about;
        EXPECT_EQ(spool.read("a", about).value(), listed.snapshots.front().name == "n1" ? "old" : "new");
        EXPECT_EQ(d.files().size(), 2u) << "step " << n;  // the lock, and one file
    }
    EXPECT_GT(n, 8);
}

}  // namespace
}  // namespace ddbsnap
