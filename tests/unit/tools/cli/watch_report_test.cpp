#include "cli/watch_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

namespace ddbsnap::cli {
namespace {

using testing::HasSubstr;

save_report report(save_outcome outcome) {
    save_report r;
    r.outcome = outcome;
    r.snapshot.series = "blue";
    r.snapshot.name = "a.cfg";
    r.snapshot.created = system_time(std::chrono::milliseconds(1795430755123));
    r.snapshot.size = 2048;
    return r;
}

TEST(watch_report, json_is_one_line_with_the_outcome_and_the_snapshot) {
    auto failed = report(save_outcome::failed);
    failed.why = failure(errc::connect_failed, "cannot \"connect\"", "check it");
    auto const text = to_json(failed);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    rapidjson::Document json;
    ASSERT_FALSE(json.Parse(text.c_str()).HasParseError()) << text;
    EXPECT_STREQ(json["outcome"].GetString(), "failed");
    EXPECT_STREQ(json["series"].GetString(), "blue");
    EXPECT_STREQ(json["name"].GetString(), "a.cfg");
    EXPECT_EQ(json["createdMs"].GetInt64(), 1795430755123);
    EXPECT_EQ(json["size"].GetInt(), 2048);
    EXPECT_THAT(json["why"].GetString(), HasSubstr("cannot \"connect\""));
    EXPECT_FALSE(json.HasMember("supersededByOther"));
}

TEST(watch_report, a_newer_one_of_another_writer_is_told) {
    auto stored = report(save_outcome::stored);
    EXPECT_EQ(describe(stored), "stored a.cfg (2.0 KB)");
    stored.superseded_by_other = true;
    EXPECT_THAT(describe(stored), HasSubstr("another writer"));
    EXPECT_THAT(to_json(stored), HasSubstr("\"supersededByOther\":true"));
}

TEST(watch_report, what_is_not_stored_is_named_with_the_reason) {
    auto failed = report(save_outcome::failed);
    failed.why = failure(errc::table_missing, "table T does not exist");
    EXPECT_EQ(describe(failed), "not stored: a.cfg: table T does not exist");
    EXPECT_THAT(describe(report(save_outcome::spooled)), HasSubstr("not stored: a.cfg; the next start"));
    EXPECT_THAT(describe(report(save_outcome::superseded)), HasSubstr("superseded a.cfg"));
}

}  // namespace
}  // namespace ddbsnap::cli
