#include "cli/watched_file.hpp"

#include "support/data_file.hpp"
#include "support/scratch_directory.hpp"

#include <ddbsnap/snapshot.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::cli {
namespace {

constexpr auto name = "20261119093047006-snapshot.cfg";

std::string torchserves() { return test::read_data(std::string("torchserve/") + name); }

TEST(watched_file, a_snapshot_is_read_with_what_it_says_of_itself) {
    test::scratch_directory here;
    here.put(name, torchserves());
    auto const file = read_torchserve_file(here.path() / name).value();
    EXPECT_EQ(file.body, torchserves());
    EXPECT_EQ(file.info.model_count, 2);
    EXPECT_EQ(file.position().name, name);
    EXPECT_EQ(file.position().created, system_time(std::chrono::milliseconds(1795080647006)));
    EXPECT_EQ(file.version, version_of(here.path() / name).value());
}

TEST(watched_file, a_version_differs_once_the_file_is_replaced) {
    test::scratch_directory here;
    here.put(name, torchserves());
    auto const before = version_of(here.path() / name).value();
    here.put("new", torchserves());
    std::filesystem::rename(here.path() / "new", here.path() / name);
    EXPECT_NE(version_of(here.path() / name).value(), before);
}

TEST(watched_file, what_is_not_a_whole_snapshot_is_refused) {
    auto const whole = torchserves();
    test::scratch_directory here;
    for (auto const& body : {std::string(), std::string("workers=4\n"), whole.substr(0, whole.size() - 1),
                             whole + "name=caf\xe9\n", std::string("model_snapshot={}\n")}) {
        here.put(name, body);
        EXPECT_EQ(read_torchserve_file(here.path() / name).error().code(), errc::malformed_file);
    }
    std::filesystem::resize_file(here.path() / name, max_snapshot_size + 1);
    EXPECT_EQ(read_torchserve_file(here.path() / name).error().code(), errc::snapshot_too_large);
}

TEST(watched_file, one_that_is_gone_is_not_found) {
    test::scratch_directory here;
    EXPECT_EQ(read_torchserve_file(here.path() / name).error().code(), errc::not_found);
    EXPECT_EQ(version_of(here.path() / name).error().code(), errc::not_found);
}

TEST(watched_file, only_files_with_names_of_torchserve_are_found) {
    test::scratch_directory here;
    for (auto const* file : {name, "20261119220000431-shutdown.cfg", "README", ".ddbsnap-x",
                             "20261119093047006-other.cfg", "blue/20261119093047006-snapshot.cfg"})
        here.put(file, "x");
    auto const found = find_torchserve_files(here.path()).value();
    std::vector<std::string> names;
    for (auto const& f : found) names.push_back(f.name);
    EXPECT_THAT(names, testing::UnorderedElementsAre(name, "20261119220000431-shutdown.cfg"));
    EXPECT_THAT(find_torchserve_files(here.path() / "not-there").value(), testing::IsEmpty());
    EXPECT_EQ(find_torchserve_files(here.path() / "README").error().code(), errc::io_error);
}

}  // namespace
}  // namespace ddbsnap::cli
