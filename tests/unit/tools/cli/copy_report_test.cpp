#include "cli/copy_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

namespace ddbsnap::cli {
namespace {

copy_outcome some() {
    copy_outcome o;
    o.total = 4;
    o.copied.resize(2);
    o.bytes = 2048;
    o.already_there = 1;
    snapshot_info bad;
    bad.name = "bad \"one\"";
    bad.created = system_time(std::chrono::milliseconds(1795430755123));
    o.failed.push_back({bad, failure(errc::item_too_large, "too large", "save less")});
    return o;
}

TEST(copy_report, a_sentence_tells_what_was_copied_was_there_and_failed) {
    EXPECT_EQ(describe(some(), {"", "A", "B"}), "copied 2 (2.0 KB) from A to B; 1 already there; 1 failed");
    EXPECT_EQ(describe({}, {"", "A", "B", true}), "would copy 0 (0 B) from A to B");
}

TEST(copy_report, json_has_every_number_and_each_failure_with_its_reason) {
    auto const text = to_json(some(), {"blue", "A", "B", false, 1});
    rapidjson::Document json;
    ASSERT_FALSE(json.Parse(text.c_str()).HasParseError()) << text;
    EXPECT_STREQ(json["series"].GetString(), "blue");
    EXPECT_EQ(json["total"].GetInt(), 5);
    EXPECT_EQ(json["copied"].GetInt(), 2);
    EXPECT_EQ(json["alreadyThere"].GetInt(), 1);
    EXPECT_EQ(json["failed"].GetInt(), 2);
    EXPECT_EQ(json["bytes"].GetInt(), 2048);
    EXPECT_FALSE(json["complete"].GetBool());
    EXPECT_FALSE(json["dryRun"].GetBool());
    ASSERT_EQ(json["failures"].Size(), 1u);
    EXPECT_STREQ(json["failures"][0]["name"].GetString(), "bad \"one\"");
    EXPECT_STREQ(json["failures"][0]["created"].GetString(), "2026-11-23T10:45:55.123Z");
    EXPECT_THAT(json["failures"][0]["why"].GetString(), testing::HasSubstr("too large"));
}

TEST(copy_report, a_copy_is_complete_when_nothing_failed_and_nothing_stopped_it) {
    copy_outcome outcome;
    outcome.copied.resize(1);
    EXPECT_THAT(to_json(outcome, {}), testing::HasSubstr("\"complete\":true"));
    outcome.stopped_by = failure(errc::operation_aborted, "interrupted");
    EXPECT_THAT(to_json(outcome, {}), testing::HasSubstr("\"complete\":false"));
}

}  // namespace
}  // namespace ddbsnap::cli
