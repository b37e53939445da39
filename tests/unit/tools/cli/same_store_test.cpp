#include "cli/same_store.hpp"

#include "support/scratch_directory.hpp"

#include <gtest/gtest.h>

namespace ddbsnap::cli {
namespace {

bool same(std::string const& a, std::string const& b) {
    return is_same_place(parse_store_uri(a).value(), parse_store_uri(b).value());
}

TEST(same_store, a_directory_is_the_same_however_its_path_is_written) {
    test::scratch_directory here;
    auto const base = here.path().string();
    std::filesystem::create_directory(here.path() / "config");
    std::filesystem::create_directory_symlink("config", here.path() / "link");
    for (auto const* other : {"/config/", "/./config", "/config/../config", "/link", "/link/"})
        EXPECT_TRUE(same("file:" + base + "/config", "file:" + base + other)) << other;
    EXPECT_FALSE(same("file:" + base + "/config", "file:" + base));
    EXPECT_FALSE(same("file:" + base + "/config", "file:" + base + "/config/blue"));
}

TEST(same_store, so_is_one_that_is_not_there_yet) {
    EXPECT_TRUE(same("file:not-there/config", "file:./not-there//config/"));
    EXPECT_FALSE(same("file:not-there/config", "file:not-there/other"));
}

TEST(same_store, tables_are_told_apart_by_name_and_profile) {
    EXPECT_TRUE(same("dynamodb:Snapshots", "dynamodb:Snapshots?region=eu-west-1"));
    EXPECT_FALSE(same("dynamodb:Snapshots", "dynamodb:Snapshots2"));
    EXPECT_FALSE(same("dynamodb:Snapshots?profile=a", "dynamodb:Snapshots?profile=b"));
    EXPECT_FALSE(same("dynamodb:Snapshots", "file:Snapshots"));
}

}  // namespace
}  // namespace ddbsnap::cli
