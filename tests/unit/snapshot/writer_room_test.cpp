// What a writer's queue has room for, and how what it is done with goes.

#include "support/held_thread.hpp"
#include "support/writer_fixture.hpp"

namespace ddbsnap::test {
namespace {

using std::chrono::milliseconds;

struct writer_room : writer_fixture {
    /// What a producer holds: its last act is a save.
    struct session {
        explicit session(writer_room& test) : at(test) {}
        session(session const&) = delete;
        session& operator=(session const&) = delete;
        ~session() { EXPECT_FALSE(at.save("sessions", "over")); }
        writer_room& at;
    };
    void save_with_session(std::string const& series) {
        auto const s = std::make_shared<session>(*this);
        ASSERT_FALSE(save(series, [s] { return std::string("1"); }));
    }
};

TEST_F(writer_room, is_there_again_for_what_ended_though_the_disk_hangs) {
    options.max_pending_bytes = 100'000;
    open();
    ASSERT_FALSE(save("a", std::string(60'000, 'a')));
    held_blocking_thread disk;
    clock->advance(milliseconds(50));
    run_without_disk();
    store->open.front()->succeed();
    run_without_disk();
    ASSERT_EQ(endings(), "a:stored");
    EXPECT_FALSE(save("a", std::string(60'000, 'b')));
}

TEST_F(writer_room, is_taken_by_a_producer_that_is_asked_again) {
    options.max_pending_bytes = 10'000;
    open();
    int asked = 0;
    ASSERT_FALSE(save("a", [&asked] { return std::string(static_cast<std::size_t>(++asked), 'a'); }));
    ASSERT_FALSE(save("b", std::string(10'000 - 2 * 256, 'b')));
    pass(milliseconds(50));
    for (int i = 0; i != 100 && core->stats().stored != 2; ++i) {
        for (auto const& call : std::vector(store->open)) call->succeed();
        pass(milliseconds(50));
    }
    EXPECT_EQ(core->stats().stored, 2u);
    EXPECT_GE(asked, 2);
    EXPECT_EQ(core->stats().pending_bytes, 0u);
}

TEST_F(writer_room, has_no_lock_around_it_when_a_producer_goes_that_was_asked) {
    open();
    save_with_session("a");
    pass(milliseconds(50));
    EXPECT_EQ(core->stats().accepted, 2u);
}

TEST_F(writer_room, has_no_lock_around_it_when_a_producer_goes_that_was_superseded) {
    for (bool const tells : {true, false}) {
        if (!tells) options.on_end = nullptr;
        open();
        save_with_session("a");
        ASSERT_FALSE(save("a", "2"));
        pass(milliseconds(50));
        EXPECT_EQ(core->stats().accepted, 3u);
        core.reset();
        settle();
        store = std::make_shared<puppet_store>();
    }
}

TEST_F(writer_room, has_no_lock_around_it_when_a_producer_goes_for_want_of_room) {
    options.max_pending_bytes = 4096;
    options.on_end = nullptr;
    open();
    save_with_session("a");
    ASSERT_FALSE(save("a", "2"));
    EXPECT_FALSE(save("b", std::string(3000, 'b')));
    pass(milliseconds(50));
    EXPECT_EQ(core->stats().accepted, 4u);
}

}  // namespace
}  // namespace ddbsnap::test
