#include "net/address_race.hpp"

#include <gmock/gmock.h>

namespace ddbsnap::net {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;
using kind = address_race::move::kind;

steady_time const t0{1000s};

TEST(address_race, families_take_turns_beginning_with_the_first) {
    EXPECT_THAT(interleaved({}), IsEmpty());
    EXPECT_THAT(interleaved({false}), ElementsAre(0));
    EXPECT_THAT(interleaved({true, true, true, false, false}), ElementsAre(0, 3, 1, 4, 2));
    EXPECT_THAT(interleaved({false, false, true}), ElementsAre(0, 2, 1));
    EXPECT_THAT(interleaved({false, true, true, true}), ElementsAre(0, 1, 2, 3));
    EXPECT_THAT(interleaved({true, true}), ElementsAre(0, 1));
}

// What happens at which time after the start, and what the race says then.
struct event {
    std::chrono::milliseconds at;
    bool fails;
    kind says;
    std::size_t address;
    std::chrono::milliseconds until;
};
constexpr auto for_ever = -1ms;

void play(std::size_t addresses, std::vector<event> const& events) {
    address_race race(addresses);
    for (auto const& e : events) {
        if (e.fails) race.failed();
        auto const move = race.next(t0 + e.at);
        EXPECT_EQ(move.what, e.says) << e.at.count() << " ms";
        auto const until = e.until == for_ever ? steady_time::max() : t0 + e.until;
        EXPECT_TRUE(move.what != kind::start || move.address == e.address) << e.at.count() << " ms";
        EXPECT_TRUE(move.what != kind::wait || move.until == until) << e.at.count() << " ms";
    }
}

TEST(address_race, the_next_address_is_tried_a_quarter_of_a_second_after_the_one_before) {
    play(3, {{0ms, false, kind::start, 0, {}},
             {0ms, false, kind::wait, 0, 250ms},
             {249ms, false, kind::wait, 0, 250ms},
             {250ms, false, kind::start, 1, {}},
             {250ms, false, kind::wait, 0, 500ms},
             {510ms, false, kind::start, 2, {}},
             {510ms, false, kind::wait, 0, for_ever}});
}

TEST(address_race, the_next_address_is_tried_at_once_when_one_has_failed) {
    play(3, {{0ms, false, kind::start, 0, {}},
             {10ms, true, kind::start, 1, {}},
             {10ms, false, kind::wait, 0, 260ms},
             {20ms, true, kind::start, 2, {}},
             {20ms, false, kind::wait, 0, for_ever}});
}

TEST(address_race, it_is_lost_when_all_have_failed) {
    play(2, {{0ms, false, kind::start, 0, {}},
             {10ms, true, kind::start, 1, {}},
             {20ms, false, kind::wait, 0, for_ever},
             {30ms, true, kind::lost, 0, {}}});
    play(0, {{0ms, false, kind::lost, 0, {}}});
}

}  // namespace
}  // namespace ddbsnap::net
