#include "c_api/reports.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::c_api {
namespace {

save_report report(std::string series, std::string name) {
    save_report r;
    r.outcome = save_outcome::stored;
    r.snapshot.series = std::move(series);
    r.snapshot.name = std::move(name);
    return r;
}

TEST(c_reports, are_copied_with_all_they_say) {
    std::vector<save_report> all{report("a", "first"), report("", "second")};
    all[0].outcome = save_outcome::failed;
    all[0].why = failure(errc::table_missing, "table T does not exist", "create it");
    all[0].snapshot.size = 12;
    all[0].snapshot.created = system_time(std::chrono::milliseconds(1'700'000'000'123));
    all[1].superseded_by_other = true;
    auto* const copy = copy_reports(all);
    all.clear();
    ASSERT_EQ(copy->count, 2u);
    EXPECT_EQ(copy->reports[0]->outcome, DDBSNAP_OUTCOME_FAILED);
    EXPECT_EQ(copy->reports[0]->status, DDBSNAP_NO_TABLE);
    EXPECT_STREQ(copy->reports[0]->message, "table T does not exist; create it");
    EXPECT_STREQ(copy->reports[0]->series, "a");
    EXPECT_STREQ(copy->reports[0]->name, "first");
    EXPECT_EQ(copy->reports[0]->created_ms, 1'700'000'000'123);
    EXPECT_EQ(copy->reports[0]->size, 12u);
    EXPECT_EQ(copy->reports[1]->outcome, DDBSNAP_OUTCOME_STORED);
    EXPECT_STREQ(copy->reports[1]->message, "");
    EXPECT_STREQ(copy->reports[1]->series, "");
    EXPECT_EQ(copy->reports[1]->superseded_by_other, 1);
    ddbsnap_free(copy);
}

TEST(c_reports, of_nothing_are_a_block_too) {
    auto* const copy = copy_reports({});
    EXPECT_EQ(copy->count, 0u);
    ddbsnap_free(copy);
}

TEST(c_snapshot, is_copied_with_all_it_has) {
    snapshot s;
    s.series = "host-7";
    s.name = "state";
    s.body = std::string("a\0b", 3);
    s.kind = body_kind::binary;
    s.created = system_time(std::chrono::milliseconds(1));
    s.expires = system_time(std::chrono::milliseconds(2));
    auto* const copy = copy_snapshot(s);
    s = {};
    EXPECT_STREQ(copy->series, "host-7");
    EXPECT_STREQ(copy->name, "state");
    EXPECT_EQ(std::string(copy->body, copy->size), std::string("a\0b", 3));
    EXPECT_EQ(copy->body[copy->size], '\0');
    EXPECT_EQ(copy->is_binary, 1);
    EXPECT_EQ(copy->created_ms, 1);
    EXPECT_EQ(copy->expires_ms, 2);
    ddbsnap_free(copy);
}

}  // namespace
}  // namespace ddbsnap::c_api
