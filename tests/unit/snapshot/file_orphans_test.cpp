#include "support/run_awaitable.hpp"
#include "support/scratch_directory.hpp"

#include <ddbsnap/snapshot_store.hpp>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

namespace ddbsnap {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

constexpr system_time now{std::chrono::seconds(1767323045)};

class file_orphans : public testing::Test {
   protected:
    void put(std::string const& name, std::chrono::seconds age) {
        directory.put("config/" + name, "half of it");
        timespec const time{
            std::chrono::duration_cast<std::chrono::seconds>((now - age).time_since_epoch()).count(), 0};
        timespec const times[]{time, time};
        ASSERT_EQ(::utimensat(AT_FDCWD, (directory.path() / "config" / name).c_str(), times, 0), 0);
    }
    std::vector<std::string> prune(bool dry_run = false, std::string series = "") {
        store_options options;
        options.outside.now = [] { return now; };
        auto const store = open_file_store((directory.path() / "config").string(), std::move(options));
        retention rule;
        rule.orphans = true;
        rule.dry_run = dry_run;
        auto const removed = support::run(store->prune(std::move(series), rule));
        EXPECT_TRUE(removed);
        std::vector<std::string> names;
        if (removed)
            for (auto const& s : *removed) names.push_back(s.name);
        return names;
    }

    test::scratch_directory directory;
};

TEST_F(file_orphans, are_temporary_files_of_more_than_an_hour) {
    put(".ddbsnap-0123456789abcdef.tmp", 61min);
    put(".ddbsnap-fedcba9876543210.tmp", 59min);
    put(".somebody-elses.tmp", 24h);
    put(".ddbsnap-notes", 24h);
    put("20260101000000000-snapshot.cfg", 24h);
    EXPECT_THAT(prune(), ElementsAre(".ddbsnap-0123456789abcdef.tmp"));
    EXPECT_EQ(directory.files().size(), 4u);
    EXPECT_THAT(prune(), IsEmpty());
}

TEST_F(file_orphans, stay_in_a_trial) {
    put(".ddbsnap-0123456789abcdef.tmp", 2h);
    EXPECT_THAT(prune(true), ElementsAre(".ddbsnap-0123456789abcdef.tmp"));
    EXPECT_EQ(directory.files().size(), 1u);
}

TEST_F(file_orphans, belong_to_the_series_whose_directory_they_are_in) {
    put("blue/.ddbsnap-0123456789abcdef.tmp", 2h);
    EXPECT_THAT(prune(), IsEmpty());
    EXPECT_THAT(prune(false, "blue"), ElementsAre(".ddbsnap-0123456789abcdef.tmp"));
}

TEST_F(file_orphans, where_there_is_no_directory_are_none) { EXPECT_THAT(prune(), IsEmpty()); }

}  // namespace
}  // namespace ddbsnap
