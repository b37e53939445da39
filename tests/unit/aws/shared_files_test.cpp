#include "aws/shared_files.hpp"

#include "support/fake_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap::aws {
namespace {

using support::fake_world;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(shared_files, stand_below_the_home_directory_by_default) {
    fake_world w;
    auto const files = locate_shared_files(w.outside());
    EXPECT_EQ(files.config.path, "/home/u/.aws/config");
    EXPECT_EQ(files.credentials.path, "/home/u/.aws/credentials");
    EXPECT_EQ(files.config.source, "");
}

TEST(shared_files, the_override_of_one_file_does_not_move_the_other) {
    fake_world w;
    w.set("AWS_CONFIG_FILE", "/etc/aws.conf");
    auto const files = locate_shared_files(w.outside());
    EXPECT_EQ(files.config.path, "/etc/aws.conf");
    EXPECT_EQ(files.config.source, "AWS_CONFIG_FILE");
    EXPECT_EQ(files.credentials.path, "/home/u/.aws/credentials");
    w.unset("AWS_CONFIG_FILE").set("AWS_SHARED_CREDENTIALS_FILE", "keys");
    EXPECT_EQ(locate_shared_files(w.outside()).config.path, "/home/u/.aws/config");
    EXPECT_EQ(locate_shared_files(w.outside()).credentials.path, "keys");
}

TEST(shared_files, a_blank_override_counts_as_missing) {
    fake_world w;
    w.set("AWS_CONFIG_FILE", " ");
    EXPECT_EQ(locate_shared_files(w.outside()).config.path, "/home/u/.aws/config");
}

TEST(shared_files, a_tilde_expands_only_as_the_whole_first_part_of_the_path) {
    fake_world w;
    auto const path_for = [&](std::string const& value) {
        return locate_shared_files(w.set("AWS_CONFIG_FILE", value).outside()).config.path;
    };
    EXPECT_EQ(path_for("~/x/y"), "/home/u/x/y");
    EXPECT_EQ(path_for("~name/x"), "~name/x");
    EXPECT_EQ(path_for("/a/~/x"), "/a/~/x");
    EXPECT_EQ(path_for("$HOME/x"), "$HOME/x");
}

TEST(shared_files, without_a_home_directory_the_path_stays_unexpanded) {
    fake_world w;
    w.unset("HOME");
    auto const config = locate_shared_files(w.outside()).config;
    EXPECT_EQ(config.path, "~/.aws/config");
    EXPECT_EQ(config.to_string(), "~/.aws/config (HOME is not set)");
}

TEST(shared_files, missing_files_are_empty_and_no_reason_to_warn) {
    fake_world w;
    w.set("AWS_CONFIG_FILE", "/no/such/file");
    auto const files = read_shared_files(w.outside());
    ASSERT_TRUE(files);
    EXPECT_THAT(files->warnings, IsEmpty());
    EXPECT_THAT(files->content.profiles, IsEmpty());
    EXPECT_EQ(files->looked_at(), "/no/such/file (not there), /home/u/.aws/credentials (not there)");
}

TEST(shared_files, an_unreadable_file_is_empty_with_a_warning_that_names_it) {
    fake_world w;
    w.unreadable("/home/u/.aws/credentials", "Permission denied").config("[profile p]\nregion = r\n");
    auto const files = read_shared_files(w.outside());
    ASSERT_TRUE(files);
    EXPECT_NE(files->find_profile("p"), nullptr);
    EXPECT_THAT(files->warnings,
                ElementsAre("/home/u/.aws/credentials is taken as empty: Permission denied"));
    EXPECT_THAT(files->looked_at(), HasSubstr("/home/u/.aws/credentials (unreadable: Permission denied)"));
}

TEST(shared_files, both_are_read_by_their_own_rules_and_merged) {
    fake_world w;
    w.config("[p]\nx=1\n[profile p]\na=1\nb=1\n").credentials("[profile p]\nx=1\n[p]\nb=2\n");
    auto const files = read_shared_files(w.outside());
    ASSERT_TRUE(files);
    auto const* p = files->find_profile("p");
    ASSERT_NE(p, nullptr);
    EXPECT_EQ(p->find("a")->where.to_string(), "/home/u/.aws/config:4");
    EXPECT_EQ(p->find("b")->where.to_string(), "/home/u/.aws/credentials:4");
    EXPECT_EQ(p->find("x"), nullptr);
    EXPECT_EQ(files->warnings.size(), 2u);
}

TEST(shared_files, a_syntax_error_in_either_file_fails_both) {
    fake_world w;
    w.config("[default]\na=1\n").credentials("nonsense\n");
    auto const files = read_shared_files(w.outside());
    ASSERT_FALSE(files);
    EXPECT_EQ(files.error().code(), errc::malformed_file);
    EXPECT_EQ(files.error().message(), "/home/u/.aws/credentials:1: Expected a profile definition");
}

TEST(profile_choice, goes_by_the_caller_then_aws_profile_alone) {
    fake_world w;
    EXPECT_EQ(choose_profile(w.outside()).name, "default");
    EXPECT_FALSE(choose_profile(w.outside()).is_named());
    w.set("AWS_DEFAULT_PROFILE", "other");
    EXPECT_EQ(choose_profile(w.outside()).name, "default");
    w.set("AWS_PROFILE", "  ");
    EXPECT_EQ(choose_profile(w.outside()).source, "");
    w.set("AWS_PROFILE", "dev");
    EXPECT_EQ(choose_profile(w.outside()).name, "dev");
    EXPECT_EQ(choose_profile(w.outside()).source, "AWS_PROFILE");
    EXPECT_EQ(choose_profile(w.outside(), "mine").name, "mine");
}

TEST(profile_choice, a_missing_profile_is_explained_with_files_and_profiles) {
    fake_world w;
    w.config("[profile a]\n[profile b]\n").set("AWS_PROFILE", "c");
    auto const files = read_shared_files(w.outside());
    ASSERT_TRUE(files);
    auto const f = files->no_such_profile(choose_profile(w.outside()));
    EXPECT_EQ(f.code(), errc::invalid_configuration);
    EXPECT_EQ(f.message(),
              "profile c (AWS_PROFILE) does not exist; looked at /home/u/.aws/config, "
              "/home/u/.aws/credentials (not there); profiles there: a, b");
}

}  // namespace
}  // namespace ddbsnap::aws
