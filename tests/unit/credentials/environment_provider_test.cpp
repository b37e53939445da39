#include "credentials/environment_provider.hpp"

#include "support/fake_world.hpp"
#include "support/run_awaitable.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using support::fake_world;
using support::run;

result<credentials> load(fake_world const& w) { return run(environment_provider(w.outside()).load()); }

fake_world with_pair() {
    return fake_world().set("AWS_ACCESS_KEY_ID", "AKIDENV").set("AWS_SECRET_ACCESS_KEY", "hush-env");
}

TEST(environment_provider, takes_the_pair_alone) {
    auto const found = load(with_pair());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->access_key_id, "AKIDENV");
    EXPECT_EQ(found->secret_access_key.reveal(), "hush-env");
    EXPECT_TRUE(found->session_token.empty());
    EXPECT_EQ(found->account_id, "");
    EXPECT_FALSE(found->expiration);
    EXPECT_EQ(found->source, "environment");
}

TEST(environment_provider, takes_token_account_and_expiration_where_they_are_set) {
    auto const found = load(with_pair()
                                .set("AWS_SESSION_TOKEN", "hush-token\n")
                                .set("AWS_ACCOUNT_ID", " 111122223333 ")
                                .set("AWS_CREDENTIAL_EXPIRATION", "1970-01-01T00:00:01Z"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->session_token.reveal(), "hush-token");
    EXPECT_EQ(found->account_id, "111122223333");
    EXPECT_EQ(found->expiration, system_time(std::chrono::seconds(1)));
}

TEST(environment_provider, passes_when_nothing_is_set_or_all_is_blank) {
    for (auto const& w :
         {fake_world(), fake_world().set("AWS_ACCESS_KEY_ID", "").set("AWS_SECRET_ACCESS_KEY", " \t")}) {
        auto const found = load(w);
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code(), errc::credentials_not_configured);
        EXPECT_EQ(found.error().message(), "neither AWS_ACCESS_KEY_ID nor AWS_SECRET_ACCESS_KEY is set");
    }
}

TEST(environment_provider, passes_with_half_a_pair_and_says_which_is_missing) {
    auto found = load(with_pair().set("AWS_SECRET_ACCESS_KEY", " "));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::credentials_not_configured);
    EXPECT_EQ(found.error().message(), "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not");
    found = load(with_pair().unset("AWS_ACCESS_KEY_ID"));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().message(), "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not");
}

TEST(environment_provider, an_expiration_that_is_no_time_is_broken_configuration) {
    auto const found = load(with_pair().set("AWS_CREDENTIAL_EXPIRATION", "tomorrow"));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::credentials_failed);
    EXPECT_THAT(found.error().message(), testing::HasSubstr("AWS_CREDENTIAL_EXPIRATION"));
}

TEST(environment_provider, reads_the_environment_anew_each_time) {
    auto w = with_pair();
    environment_provider provider(w.outside());
    EXPECT_EQ(run(provider.load())->access_key_id, "AKIDENV");
    w.set("AWS_ACCESS_KEY_ID", "AKIDNEW");
    EXPECT_EQ(run(provider.load())->access_key_id, "AKIDNEW");
}

}  // namespace
}  // namespace ddbsnap
