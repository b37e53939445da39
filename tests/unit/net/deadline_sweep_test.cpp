#include "net/deadline_sweep.hpp"

#include <gtest/gtest.h>
#include <optional>

namespace ddbsnap::net {
namespace {

using namespace std::chrono_literals;

steady_time const start_of_day{1'000'000s};

class abortable final : public byte_stream {
   public:
    asio::awaitable<result<std::size_t>> read_some(std::span<char>) override { co_return std::size_t{0}; }
    asio::awaitable<result<void>> write_all(std::string_view) override { co_return result<void>{}; }
    void abort() noexcept override { ++aborted; }
    bool is_quiet() noexcept override { return true; }

    int aborted = 0;
};

TEST(deadline_sweep, aborts_what_is_due_once_and_tells_what_is_due_next) {
    deadline_sweep sweep;
    abortable late, early, same;
    deadline_sweep::entry a(late, start_of_day + 9s), b(early, start_of_day + 1s), c(same, start_of_day + 1s);
    for (auto* e : {&a, &b, &c}) sweep.watch(*e);
    EXPECT_EQ(sweep.expire(start_of_day), start_of_day + 1s);
    EXPECT_EQ(sweep.expire(start_of_day + 1s), start_of_day + 9s);
    EXPECT_EQ(sweep.expire(start_of_day + 2s), start_of_day + 9s);
    EXPECT_TRUE(b.has_expired() && c.has_expired() && !a.has_expired());
    EXPECT_EQ(early.aborted, 1);
    EXPECT_EQ(same.aborted, 1);
    EXPECT_EQ(late.aborted, 0);
}

TEST(deadline_sweep, what_has_ended_is_not_watched_any_more) {
    deadline_sweep sweep;
    abortable stream;
    std::optional<deadline_sweep::entry> ends(std::in_place, stream, start_of_day);
    sweep.watch(*ends);
    ends.reset();
    EXPECT_EQ(sweep.expire(start_of_day + 1h), steady_time::max());
    EXPECT_EQ(stream.aborted, 0);
}

TEST(deadline_sweep, an_exchange_may_outlive_it) {
    abortable stream;
    deadline_sweep::entry stays(stream, start_of_day);
    {
        deadline_sweep sweep;
        sweep.watch(stays);
    }
    EXPECT_FALSE(stays.has_expired());
}

}  // namespace
}  // namespace ddbsnap::net
