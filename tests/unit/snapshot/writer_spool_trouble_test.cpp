// What a writer makes of a spool directory in which something goes wrong.

#include "support/held_thread.hpp"
#include "support/spool_fixture.hpp"

#include <cerrno>
#include <gmock/gmock.h>

namespace ddbsnap::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

struct spool_trouble : spool_fixture {
    failure const no_table{errc::table_missing, "table T does not exist"};

    /// As after a start before which the disk has filled up.
    void open_on_full_disk() {
        open();
        end_and_forget();
        files.write = [](int, void const*, std::size_t) {
            errno = ENOSPC;
            return ssize_t{-1};
        };
        open();
    }
};

TEST_F(spool_trouble, with_one_file_keeps_no_other_from_being_written_at_the_close) {
    open();
    std::filesystem::create_directories(scratch.path() / "spool" / "a.snapshot" / "x");
    for (auto const* series : {"a", "b", "c"}) ASSERT_FALSE(save(series, "1"));
    start(core->close(milliseconds(0)));
    EXPECT_EQ(endings(), "a:failed b:spooled c:spooled");
    EXPECT_EQ(spooled(), "b=1 c=1");
}

TEST_F(spool_trouble, does_not_turn_refusals_into_a_storm_of_requests) {
    open_on_full_disk();
    constexpr std::size_t many = 50;
    for (std::size_t i = 0; i != many; ++i) ASSERT_FALSE(save("s" + std::to_string(i), "1"));
    std::size_t sent = 0;
    // One file a second is tried.
    for (int ticks = 0; ticks != 6000 && ended.size() != many; ++ticks) {
        pass(milliseconds(10));
        for (auto const& call : store->open) sent += call->requests.size();
        answer_all(no_table);
    }
    EXPECT_EQ(ended.size(), many);
    EXPECT_LT(sent, 15 * many);
}

TEST_F(spool_trouble, with_a_file_that_was_removed_is_told_as_a_loss) {
    open();
    ASSERT_FALSE(save("a", "1"));
    settle();
    end_and_forget();
    store->newest.emplace("a", failure(errc::connect_failed, "refused"));
    open();
    std::filesystem::remove(scratch.path() / "spool" / "a.snapshot");
    store->newest.clear();
    pass(seconds(30));
    EXPECT_EQ(endings(), "a:failed");
    EXPECT_EQ(core->stats().pending, 0u);
}

TEST_F(spool_trouble, with_a_file_that_was_removed_is_mended_at_the_close) {
    open();
    for (auto const* series : {"a", "b"}) ASSERT_FALSE(save(series, "1"));
    settle();
    std::filesystem::remove(scratch.path() / "spool" / "a.snapshot");
    start(core->close(milliseconds(0)));
    EXPECT_EQ(endings(), "a:spooled b:spooled");
    EXPECT_EQ(spooled(), "a=1 b=1");
}

TEST_F(spool_trouble, with_a_directory_that_was_removed_is_told_at_the_close) {
    open();
    ASSERT_FALSE(save("a", "1"));
    settle();
    std::filesystem::remove_all(scratch.path() / "spool");
    start(core->close(milliseconds(0)));
    EXPECT_EQ(endings(), "a:failed");
}

TEST_F(spool_trouble, leaves_no_file_of_what_is_stored_at_the_close) {
    open();
    for (auto const* series : {"a", "b", "c"}) ASSERT_FALSE(save(series, "1"));
    settle();
    auto const closed = start(core->close(seconds(5)));
    store->open.front()->succeed();
    settle();
    ASSERT_TRUE(closed->value);
    EXPECT_TRUE(closed->value->is_complete());
    EXPECT_EQ(spooled(), "");
}

TEST_F(spool_trouble, keeps_no_refused_snapshot_once_a_newer_one_is_stored) {
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    answer_all(no_table);
    ASSERT_EQ(endings(), "a:spooled");
    {
        held_blocking_thread disk;
        ASSERT_FALSE(save("b", "1"));
        run_without_disk();  // the file of b is next
        ASSERT_FALSE(save("a", "2"));
        clock->advance(milliseconds(50));
        run_without_disk();
        store->open.front()->succeed();
        run_without_disk();
    }
    settle();
    EXPECT_THAT(endings(), HasSubstr("a:stored"));
    EXPECT_EQ(spooled(), "");
}

TEST_F(spool_trouble, of_more_than_the_queue_holds_is_sent_bit_by_bit) {
    open();
    constexpr std::size_t many = 17;  // times 256 is more than 4096
    for (std::size_t i = 0; i != many; ++i) ASSERT_FALSE(save("s" + std::to_string(i), "1"));
    settle();
    end_and_forget();
    options.max_pending_bytes = 4096;
    open();
    for (int i = 0; i != 100; ++i) {
        for (auto const& call : std::vector(store->open)) call->succeed();
        pass(milliseconds(50));
    }
    EXPECT_EQ(core->stats().stored, many);
    EXPECT_EQ(core->stats().pending_bytes, 0u);
    EXPECT_FALSE(save("new", "1"));
}

TEST_F(spool_trouble, is_not_made_of_a_newest_in_the_store_that_cannot_be_read) {
    open();
    ASSERT_FALSE(save("a", "1"));
    settle();
    end_and_forget();
    store->newest.emplace("a", failure(errc::not_supported, "the body is compressed, and zstd is not there"));
    open();
    EXPECT_EQ(open_call(), "a=1");
    EXPECT_EQ(spooled(), "a=1");
}

TEST_F(spool_trouble, keeps_no_snapshot_from_its_turn_before_its_deadline) {
    open();
    end_and_forget();
    int calls = 0;
    files.fsync = [&calls, real = files.fsync](int file) {
        if (calls++ != 0) return real(file);
        errno = EIO;
        return -1;
    };
    options.deadline = milliseconds(500);
    open();
    for (auto const* series : {"a", "b"}) {
        ASSERT_FALSE(save(series, "1"));
        settle();
    }
    for (int i = 0; i != 200; ++i) {
        pass(milliseconds(10));
        answer_all(failure(errc::connect_failed, "refused"));
    }
    // The spool pauses for a second after the first one's failure, and that one has had its turn.
    EXPECT_EQ(endings(), "a:failed b:spooled");
    EXPECT_EQ(spooled(), "b=1");
}

TEST_F(spool_trouble, is_not_made_of_a_producer_that_nobody_asked_in_time) {
    options.deadline = seconds(2);
    options.max_in_flight = 1;
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    ASSERT_EQ(open_call(), "a=1");
    ASSERT_FALSE(save("b", [] { return std::string("2"); }));
    pass(seconds(3));
    answer_all(failure(errc::timeout, "no answer"));
    ASSERT_EQ(open_call(), "b=2");
    answer_all(failure(errc::timeout, "no answer"));
    pass(milliseconds(100));
    EXPECT_EQ(endings(), "a:spooled b:spooled");
    EXPECT_EQ(spooled(), "a=1 b=2");
}

TEST_F(spool_trouble, is_not_made_of_another_working_directory) {
    auto const before = std::filesystem::current_path();
    std::filesystem::current_path(scratch.path());
    options.spool_dir = "spool";
    open();
    std::filesystem::current_path(before);
    ASSERT_FALSE(save("a", "1"));
    settle();
    EXPECT_EQ(spooled(), "a=1");
}

}  // namespace
}  // namespace ddbsnap::test
