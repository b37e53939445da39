#include "support/fake_world.hpp"
#include "support/run_awaitable.hpp"

#include <ddbsnap/aws_config.hpp>
#include <ddbsnap/credentials.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using support::fake_world;
using support::run;
using testing::HasSubstr;

class scripted_provider : public credentials_provider {
   public:
    scripted_provider(std::string name, result<credentials> answer) : name_(name), answer_(answer) {}
    std::string_view name() const noexcept override { return name_; }
    boost::asio::awaitable<result<credentials>> load() override {
        ++asked;
        co_return answer_;
    }
    int asked = 0;

   private:
    std::string name_;
    result<credentials> answer_;
};

std::shared_ptr<scripted_provider> passing(std::string name, std::string reason) {
    return std::make_shared<scripted_provider>(name, failure(errc::credentials_not_configured, reason));
}

std::shared_ptr<scripted_provider> finding(std::string name, std::string key) {
    credentials keys;
    keys.access_key_id = key;
    return std::make_shared<scripted_provider>(name, keys);
}

TEST(credentials_chain, takes_the_first_that_has_keys_and_asks_no_further) {
    auto const last = finding("c", "C");
    credentials_chain chain({passing("a", "not here"), finding("b", "B"), last});
    std::vector<provider_answer> answers;
    auto const found = run(chain.load(answers));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->access_key_id, "B");
    EXPECT_EQ(last->asked, 0);
    ASSERT_EQ(answers.size(), 2u);
    EXPECT_EQ(answers[0].provider, "a");
    EXPECT_EQ(answers[0].passed_because->message(), "not here");
    EXPECT_EQ(answers[1].found->access_key_id, "B");
    EXPECT_FALSE(answers[1].passed_because);
}

TEST(credentials_chain, stops_at_a_provider_that_is_set_up_but_broken) {
    auto const last = finding("c", "C");
    auto const broken =
        std::make_shared<scripted_provider>("b", failure(errc::malformed_file, "F:1: no", "mend it"));
    credentials_chain chain({passing("a", "not here"), broken, last});
    std::vector<provider_answer> answers;
    auto const found = run(chain.load(answers));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::malformed_file);
    EXPECT_EQ(found.error().to_string(), "b: F:1: no; mend it");
    EXPECT_EQ(last->asked, 0);
    ASSERT_EQ(answers.size(), 2u);
    EXPECT_EQ(answers[1].passed_because->message(), "F:1: no");
}

TEST(credentials_chain, exhausted_it_lists_every_provider_and_why_in_one_line) {
    auto const found = run(credentials_chain({passing("a", "not here"), passing("b", "nor here")}).load());
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), errc::no_credentials);
    EXPECT_EQ(found.error().message(), "no credentials found: a: not here; b: nor here");
    EXPECT_THAT(found.error().details().next_step, HasSubstr("AWS_ACCESS_KEY_ID"));
    EXPECT_THAT(found.error().details().next_step, HasSubstr("`ddbsnap credentials`"));
}

TEST(credentials_chain, an_empty_chain_has_no_credentials) {
    auto const found = run(credentials_chain({}).load());
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().message(), "no credentials found");
}

TEST(credentials_chain, answers_are_those_of_the_last_load_alone) {
    credentials_chain chain({finding("a", "A")});
    std::vector<provider_answer> answers;
    EXPECT_TRUE(run(chain.load(answers)));
    EXPECT_TRUE(run(chain.load(answers)));
    EXPECT_EQ(answers.size(), 1u);
}

TEST(default_credentials_chain, asks_the_environment_before_the_profile) {
    fake_world w;
    w.credentials("[default]\naws_access_key_id = P\naws_secret_access_key = s\n");
    auto const chain = default_credentials_chain(w.outside(), {});
    EXPECT_EQ(run(chain->load())->access_key_id, "P");
    w.set("AWS_ACCESS_KEY_ID", "E").set("AWS_SECRET_ACCESS_KEY", "s");
    EXPECT_EQ(run(chain->load())->access_key_id, "E");
}

TEST(default_credentials_chain, takes_the_profile_of_the_configuration_else_of_the_environment) {
    fake_world w;
    w.credentials(
        "[a]\naws_access_key_id = A\naws_secret_access_key = s\n[b]\naws_access_key_id = B\n"
        "aws_secret_access_key = s\n");
    w.set("AWS_PROFILE", "a");
    EXPECT_EQ(run(default_credentials_chain(w.outside(), {})->load())->access_key_id, "A");
    aws_config config;
    config.profile = {"b", "--profile"};
    EXPECT_EQ(run(default_credentials_chain(w.outside(), config)->load())->access_key_id, "B");
}

TEST(static_credentials, are_always_the_same) {
    credentials keys;
    keys.access_key_id = "AKID";
    auto const provider = static_credentials(keys);
    EXPECT_EQ(run(provider->load())->access_key_id, "AKID");
    EXPECT_EQ(run(provider->load())->source, "static");
}

}  // namespace
}  // namespace ddbsnap
