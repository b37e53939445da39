#include "cli/watch_journal.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::cli {
namespace {

snapshot_position at(int ms, std::string name = "x") {
    return {system_time(std::chrono::milliseconds(ms)), std::move(name)};
}

file_version const first{1, 100, 10};
file_version const second{1, 200, 10};

TEST(watch_journal, with_an_empty_store_everything_is_missed) {
    watch_journal const journal;
    EXPECT_TRUE(journal.is_missed(at(1)));
}

TEST(watch_journal, only_what_is_newer_than_the_stores_newest_is_missed) {
    watch_journal journal;
    journal.store_has(at(5, "b"));
    EXPECT_FALSE(journal.is_missed(at(4, "z")));
    EXPECT_FALSE(journal.is_missed(at(5, "a")));
    EXPECT_FALSE(journal.is_missed(at(5, "b")));
    EXPECT_TRUE(journal.is_missed(at(5, "c")));
    EXPECT_TRUE(journal.is_missed(at(6, "a")));
}

TEST(watch_journal, what_the_store_has_never_goes_back) {
    watch_journal journal;
    journal.store_has(at(5));
    journal.store_has(at(3));
    EXPECT_FALSE(journal.is_missed(at(4)));
}

TEST(watch_journal, a_version_that_was_passed_over_is_known_until_the_file_changes) {
    watch_journal journal;
    EXPECT_FALSE(journal.is_known("a", first));
    journal.pass_over("a", first);
    EXPECT_TRUE(journal.is_known("a", first));
    EXPECT_FALSE(journal.is_known("b", first));
    for (auto const& changed : {file_version{2, 100, 10}, file_version{1, 101, 10}, file_version{1, 100, 11}})
        EXPECT_FALSE(journal.is_known("a", changed));
}

TEST(watch_journal, what_the_writer_has_accepted_is_neither_new_nor_missed) {
    watch_journal journal;
    journal.accepted("a", first, "a_5_1", at(5));
    EXPECT_TRUE(journal.is_known("a", first));
    EXPECT_FALSE(journal.is_known("a", second));
    EXPECT_FALSE(journal.is_missed(at(5)));
    EXPECT_FALSE(journal.is_missed(at(4)));
    EXPECT_TRUE(journal.is_missed(at(6)));
}

TEST(watch_journal, what_was_stored_is_in_the_store) {
    watch_journal journal;
    journal.accepted("a", first, "a_5_1", at(5));
    journal.ended("a_5_1", false);
    EXPECT_TRUE(journal.is_known("a", first));
    EXPECT_FALSE(journal.is_missed(at(5)));
    EXPECT_TRUE(journal.is_missed(at(6)));
}

TEST(watch_journal, what_failed_is_missed_again) {
    watch_journal journal;
    journal.store_has(at(3));
    journal.accepted("a", first, "a_5_1", at(5));
    journal.ended("a_5_1", true);
    EXPECT_FALSE(journal.is_known("a", first));
    EXPECT_TRUE(journal.is_missed(at(5)));
    EXPECT_FALSE(journal.is_missed(at(3)));
}

TEST(watch_journal, what_failed_is_not_missed_when_something_newer_is_stored) {
    watch_journal journal;
    journal.accepted("a", first, "a_5_1", at(5));
    journal.accepted("b", first, "b_6_1", at(6));
    journal.ended("a_5_1", true);
    journal.ended("b_6_1", false);
    EXPECT_FALSE(journal.is_missed(at(5)));
}

TEST(watch_journal, a_file_that_was_written_again_is_under_way_twice) {
    watch_journal journal;
    journal.accepted("a", first, "a_5_1", at(5));
    journal.accepted("a", second, "a_5_1", at(5));
    journal.ended("a_5_1", false);
    EXPECT_TRUE(journal.is_known("a", second));
    journal.ended("a_5_1", false);
    EXPECT_FALSE(journal.is_missed(at(5)));
}

TEST(watch_journal, the_end_of_a_snapshot_of_an_earlier_process_changes_nothing) {
    watch_journal journal;
    journal.ended("spooled", true);
    journal.ended("spooled", false);
    EXPECT_TRUE(journal.is_missed(at(1)));
}

TEST(watch_journal, files_that_are_gone_are_forgotten) {
    watch_journal journal;
    journal.pass_over("a", first);
    journal.pass_over("b", first);
    journal.keep_only({"b", "c"});
    EXPECT_FALSE(journal.is_known("a", first));
    EXPECT_TRUE(journal.is_known("b", first));
}

}  // namespace
}  // namespace ddbsnap::cli
