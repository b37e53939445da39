#include "cli/copy_ledger.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::cli {
namespace {

using presence = copy_ledger::presence;

system_time at(int ms) { return system_time(std::chrono::milliseconds(ms)); }

snapshot_info info(std::string name, int ms, std::optional<std::uint64_t> size) {
    snapshot_info i;
    i.name = std::move(name);
    i.created = at(ms);
    i.size = size;
    return i;
}

TEST(copy_ledger, a_snapshot_is_there_when_name_time_and_size_are) {
    copy_ledger const ledger({info("a", 1, 10), info("a", 2, 20), info("b", 1, 30), info("c", 1, {})});
    struct {
        char const* name;
        int ms;
        std::optional<std::uint64_t> size;
        presence expected;
    } const cases[] = {
        {"a", 1, 10, presence::there},       {"a", 2, 20, presence::there},
        {"a", 1, 20, presence::other_there}, {"a", 3, 10, presence::absent},
        {"d", 1, 10, presence::absent},      {"b", 1, {}, presence::maybe_there},
        {"c", 1, 10, presence::maybe_there}, {"c", 2, 10, presence::absent},
    };
    for (auto const& c : cases)
        EXPECT_EQ(ledger.find({c.name, at(c.ms)}, c.size).what, c.expected) << c.name << c.ms;
}

TEST(copy_ledger, a_name_that_tells_the_snapshot_by_itself_is_found_under_any_time) {
    copy_ledger const ledger({info("a", 1, 10)});
    auto const found = ledger.find({"a", at(5), true}, 10);
    EXPECT_EQ(found.what, presence::there);
    EXPECT_EQ(found.created, at(1));
    EXPECT_EQ(ledger.find({"b", at(1), true}, 10).what, presence::absent);
}

TEST(copy_ledger, what_was_just_stored_is_there) {
    copy_ledger ledger({});
    EXPECT_EQ(ledger.find({"a", at(1)}, 10).what, presence::absent);
    ledger.add(info("a", 1, 10));
    EXPECT_EQ(ledger.find({"a", at(1)}, 10).what, presence::there);
}

}  // namespace
}  // namespace ddbsnap::cli
