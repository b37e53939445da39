// What a start can read of the spool directory by itself.

#include "snapshot/spool_directory.hpp"
#include "support/writer_fixture.hpp"

#include <fstream>

namespace ddbsnap::test {
namespace {

struct writer_spooled : writer_fixture {
    writer_spooled() { spool_to_scratch(); }

    /// As a process that has ended left it.
    void leave(std::string const& series, std::string const& body) {
        spooled_snapshot about;
        about.series = series;
        about.name = "20260102030405678-snapshot.cfg";
        about.created = system_time(std::chrono::milliseconds(1767323045678));
        about.size = body.size();
        spool_directory::open(options.spool_dir, files).value().write(about, body).value();
    }
    result<snapshot> read(std::string const& series) {
        auto const read = start(core->spooled(series));
        return read->value.value();
    }
};

TEST_F(writer_spooled, what_an_earlier_process_left_is_there_while_the_store_is_away) {
    leave("host-7", "workers=4");
    store->newest.emplace("host-7", failure(errc::connect_failed, "refused"));
    open();
    auto const found = read("host-7");
    ASSERT_TRUE(found) << found.error().to_string();
    EXPECT_EQ(found->series, "host-7");
    EXPECT_EQ(found->name, "20260102030405678-snapshot.cfg");
    EXPECT_EQ(found->created.time_since_epoch().count(), 1767323045678);
    EXPECT_EQ(found->body, "workers=4");
}

TEST_F(writer_spooled, a_series_of_which_nothing_is_left_is_not_found) {
    leave("host-7", "workers=4");
    open();
    EXPECT_EQ(read("host-8").error().code(), errc::not_found);
}

TEST_F(writer_spooled, without_a_spool_directory_nothing_is_found) {
    options.spool_dir.clear();
    open();
    EXPECT_EQ(read("host-7").error().code(), errc::not_found);
}

TEST_F(writer_spooled, a_damaged_one_is_told_from_a_missing_one) {
    leave("host-7", "workers=4");
    auto const path = std::filesystem::path(options.spool_dir) / "host-7.snapshot";
    std::fstream(path, std::ios::in | std::ios::out | std::ios::ate).seekp(-1, std::ios::end).put('5');
    store->newest.emplace("host-7", failure(errc::connect_failed, "refused"));
    open();
    EXPECT_EQ(read("host-7").error().code(), errc::corrupt_snapshot);
}

}  // namespace
}  // namespace ddbsnap::test
