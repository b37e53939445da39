// What stands in the spool directory stays there until that or something newer is stored.

#include "support/held_thread.hpp"
#include "support/spool_fixture.hpp"

#include <cerrno>
#include <gmock/gmock.h>
#include <stdexcept>

namespace ddbsnap::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct writer_kept : spool_fixture {
    failure const no_table{errc::table_missing, "table T does not exist"};
    failure const never{service_errc::item_collection_size_limit_exceeded, "no"};
    bool is_full = false;

    void open_with_disk() {
        auto const real = files.write;
        files.write = [this, real](int f, void const* bytes, std::size_t n) {
            return is_full ? (errno = ENOSPC, ssize_t{-1}) : real(f, bytes, n);
        };
        open();
    }
    static std::string throws() { throw std::runtime_error("no state yet"); }
    std::shared_ptr<outcome_of<result<save_report>>> save_and_wait(std::string body, until level) {
        return start(core->save_and_wait("a", std::move(body), level, {}));
    }
};

TEST_F(writer_kept, when_a_producer_of_something_newer_throws) {
    open();
    ASSERT_EQ((*save_and_wait("1", until::spooled)->value)->outcome, save_outcome::spooled);
    ASSERT_FALSE(save("a", throws));
    pass(milliseconds(50));
    EXPECT_EQ(endings(), "a:superseded a:failed");
    EXPECT_EQ(spooled(), "a=1");
}

TEST_F(writer_kept, of_an_earlier_process_when_the_first_producer_throws) {
    open();
    ASSERT_FALSE(save("a", "1"));
    settle();
    end_and_forget();
    store->newest.emplace("a", failure(errc::connect_failed, "refused"));
    open();
    ASSERT_FALSE(save("a", throws));
    pass(milliseconds(50));
    EXPECT_EQ(endings(), "a:superseded a:failed");
    EXPECT_EQ(spooled(), "a=1");
}

TEST_F(writer_kept, when_the_disk_is_full_for_something_newer) {
    for (bool const closes : {true, false}) {
        open_with_disk();
        ASSERT_FALSE(save("a", "1"));
        settle();
        is_full = true;
        ASSERT_FALSE(save("a", "2"));
        pass(milliseconds(50));
        if (closes)
            start(core->close(milliseconds(0)));
        else
            answer_all(no_table);
        EXPECT_EQ(endings(), "a:superseded a:failed");
        EXPECT_EQ(spooled(), "a=1");
        is_full = false;
        end_and_forget();
        std::filesystem::remove(scratch.path() / "spool" / "a.snapshot");
    }
}

TEST_F(writer_kept, until_something_newer_is_stored) {
    open();
    ASSERT_FALSE(save("a", "1"));
    settle();
    ASSERT_FALSE(save("a", throws));
    pass(milliseconds(50));
    ASSERT_FALSE(save("a", "3"));
    pass(milliseconds(50));
    store->open.front()->succeed();
    settle();
    EXPECT_EQ(spooled(), "");
}

TEST_F(writer_kept, never_if_it_can_never_be_stored) {
    open();
    held_blocking_thread disk;
    auto const waiting = std::make_shared<std::optional<result<save_report>>>();
    boost::asio::co_spawn(io, net::without_throwing(core->save_and_wait("a", "1", until::spooled, {})),
                          [waiting](std::exception_ptr, result<save_report> r) { *waiting = std::move(r); });
    run_without_disk();
    clock->advance(milliseconds(50));
    run_without_disk();
    ASSERT_FALSE(save("a", [] { return std::string("2"); }));
    store->open.front()->fail(never);
    run_without_disk();
    disk.let_go();
    settle();
    ASSERT_TRUE(*waiting);
    EXPECT_FALSE(**waiting) << "it is not safe";
    EXPECT_EQ(spooled(), "");
}

TEST_F(writer_kept, is_told_of_the_newest_alone) {
    open();
    ASSERT_FALSE(save("a", "1"));
    pass(milliseconds(50));
    ASSERT_FALSE(save("a", [] { return std::string("2"); }));
    answer_all(no_table);
    EXPECT_EQ(endings(), "a:superseded");
}

// Also where all that may be under way is, and the store hangs.
TEST_F(writer_kept, what_is_saved_after_a_failure) {
    options.max_in_flight = 1;
    open();
    ASSERT_FALSE(save("a", throws));
    ASSERT_FALSE(save("b", "1"));
    pass(milliseconds(50));
    ASSERT_EQ(open_call(), "b=1");
    auto const waiting = save_and_wait("3", until::spooled);
    ASSERT_TRUE(waiting->value);
    EXPECT_EQ((*waiting->value)->outcome, save_outcome::spooled);
    EXPECT_EQ(spooled(), "a=3 b=1");
}

TEST_F(writer_kept, at_the_close_what_producers_give_bit_by_bit) {
    options.max_pending_bytes = 10'000;
    open();
    for (char const each : {'a', 'b', 'c', 'd', 'e', 'f'})
        ASSERT_FALSE(save(std::string(1, each), [] { return std::string(3000, 'x'); }));
    auto const closed = start(core->close(milliseconds(0)));
    ASSERT_TRUE(closed->value);
    EXPECT_EQ(closed->value->not_stored.size(), 6u);
    EXPECT_EQ(core->stats().spooled, 6u);
}

TEST_F(writer_kept, not_where_somebody_has_removed_it) {
    open();
    for (auto const* series : {"a", "b"}) ASSERT_FALSE(save(series, "1"));
    settle();
    end_and_forget();
    for (auto const* series : {"a", "b"})
        store->newest.emplace(series, failure(errc::connect_failed, "refused"));
    open();
    std::filesystem::remove(scratch.path() / "spool" / "a.snapshot");
    auto const closed = start(core->close(milliseconds(0)));
    ASSERT_TRUE(closed->value);
    EXPECT_EQ(closed->value->not_stored.size(), 2u);
    EXPECT_EQ(endings(), "b:spooled a:failed");
    EXPECT_EQ(spooled(), "b=1");
}

// Its body makes room all the same.
TEST_F(writer_kept, at_the_close_what_comes_after_that_which_cannot_be_written) {
    options.max_pending_bytes = 10'000;
    open();
    std::filesystem::create_directories(scratch.path() / "spool" / "a.snapshot" / "x");
    ASSERT_FALSE(save("a", std::string(6000, 'x')));
    for (auto const* series : {"b", "c"}) ASSERT_FALSE(save(series, [] { return std::string(6000, 'x'); }));
    auto const closed = start(core->close(milliseconds(0)));
    ASSERT_TRUE(closed->value);
    EXPECT_EQ(closed->value->not_stored.size(), 3u);
    EXPECT_EQ(core->stats().failed, 1u);
    EXPECT_EQ(core->stats().spooled, 2u);
}

TEST_F(writer_kept, none_of_two_that_can_never_be_stored) {
    open();
    held_blocking_thread disk;
    for (auto const* body : {"1", "2"}) {
        ASSERT_FALSE(save("a", body));
        run_without_disk();
        clock->advance(milliseconds(50));
        run_without_disk();
        store->open.front()->fail(never);
        run_without_disk();
    }
    disk.let_go();
    settle();
    EXPECT_EQ(endings(), "a:failed a:failed");
    EXPECT_EQ(spooled(), "");
}

}  // namespace
}  // namespace ddbsnap::test
