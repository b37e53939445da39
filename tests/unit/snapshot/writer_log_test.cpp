#include "support/writer_fixture.hpp"

#include <gmock/gmock.h>

namespace ddbsnap::test {
namespace {

using std::chrono::milliseconds;

struct writer_log : writer_fixture {};

TEST_F(writer_log, has_a_line_for_an_outage_and_one_for_its_end) {
    std::vector<std::string> lines;
    options.log =
        logger(log_level::info, [&](log_level, std::string_view line) { lines.emplace_back(line); });
    open();
    for (auto const* series : {"a", "b"}) ASSERT_FALSE(save(series, "1"));
    pass(milliseconds(50));
    for (int i = 0; i != 3; ++i) {
        ASSERT_EQ(open_call(), "a=1 b=1");
        store->open.front()->fail(failure(errc::connect_failed, "refused"));
        settle();
        pass(milliseconds(1000));
    }
    EXPECT_THAT(lines, testing::ElementsAre("saving to the test's store: refused"));
    store->open.front()->succeed();
    settle();
    EXPECT_THAT(lines, testing::ElementsAre(testing::_,
                                            "saving to the test's store works again, after 3.0 s "
                                            "and 6 failures"));
}

TEST_F(writer_log, has_a_line_where_it_cannot_be_seen_whether_a_spooled_one_is_wanted) {
    spool_to_scratch();
    open();
    ASSERT_FALSE(save("a", "1"));
    start(core->close(milliseconds(0)));
    core.reset();
    settle();
    store = std::make_shared<puppet_store>();
    store->newest.emplace("a", failure(errc::connect_failed, "refused"));
    std::vector<std::string> lines;
    options.log =
        logger(log_level::info, [&](log_level, std::string_view line) { lines.emplace_back(line); });
    open();
    EXPECT_THAT(lines, testing::ElementsAre("saving to the test's store: refused"));
}

}  // namespace
}  // namespace ddbsnap::test
