#include "core/time_text.hpp"
#include "support/data_file.hpp"
#include "support/run_awaitable.hpp"
#include "support/scenario_world.hpp"

#include <ddbsnap/aws_config.hpp>
#include <ddbsnap/credentials.hpp>

#include <algorithm>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <rapidjson/document.h>

// Each folder of tests/data/credentials is a machine (see support/scenario_world.hpp) and what must come of
// asking it for credentials (`expected.json`). Every secret in them has "hush" in it, and nothing else that
// could reach a message or a log has.

namespace ddbsnap {
namespace {

using testing::HasSubstr;
using testing::Not;

struct outcome {
    result<credentials> found = failure(errc::no_credentials, "not asked");
    std::vector<provider_answer> answers;
};

outcome ask(world const& outside) {
    outcome o;
    auto const chain = default_credentials_chain(outside, aws_config_for_credentials(outside));
    o.found = support::run(chain->load(o.answers));
    return o;
}

std::vector<std::string> texts(rapidjson::Value const& in, char const* name) {
    std::vector<std::string> all;
    if (in.HasMember(name))
        for (auto const& text : in[name].GetArray()) all.emplace_back(text.GetString());
    return all;
}

class credentials_scenario : public testing::TestWithParam<std::string> {
   protected:
    void SetUp() override {
        expected_.Parse(test::read_data(folder_ + "expected.json").c_str());
        ASSERT_TRUE(expected_.IsObject());
    }

    void check_keys(credentials const& keys) const {
        auto const& expected = expected_["found"];
        auto const text = [&](char const* name) {
            return std::string(expected.HasMember(name) ? expected[name].GetString() : "");
        };
        EXPECT_EQ(keys.access_key_id, text("access_key_id"));
        EXPECT_EQ(keys.secret_access_key.reveal(), text("secret_access_key"));
        EXPECT_EQ(keys.session_token.reveal(), text("session_token"));
        EXPECT_EQ(keys.account_id, text("account_id"));
        if (expected.HasMember("source")) {
            EXPECT_EQ(keys.source, text("source"));
        }
        EXPECT_EQ(keys.expiration ? format_iso8601(*keys.expiration) : "", text("expiration"));
        EXPECT_THAT(text("secret_access_key"), HasSubstr("hush"));
    }

    void check_failure(failure const& f) const {
        static std::map<std::string, errc> const codes = {
            {"credentials_failed", errc::credentials_failed},
            {"invalid_configuration", errc::invalid_configuration},
            {"malformed_file", errc::malformed_file},
            {"no_credentials", errc::no_credentials},
            {"connect_failed", errc::connect_failed},
            {"resolve_failed", errc::resolve_failed},
            {"timeout", errc::timeout},
        };
        EXPECT_EQ(f.code(), codes.at(expected_["error"].GetString())) << f.message();
        for (auto const& part : texts(expected_, "message")) EXPECT_THAT(f.message(), HasSubstr(part));
        for (auto const& part : texts(expected_, "next_step"))
            EXPECT_THAT(f.details().next_step, HasSubstr(part));
        EXPECT_THAT(f.message(), Not(HasSubstr("\n")));
    }

    void check_what_was_written() const {
        if (!expected_.HasMember("written")) return;
        for (auto const& file : expected_["written"].GetObject()) {
            auto const content = world_.machine.outside().read_file(file.name.GetString());
            ASSERT_TRUE(content) << file.name.GetString();
            for (auto const& part : file.value.GetArray()) EXPECT_THAT(*content, HasSubstr(part.GetString()));
        }
    }

    void check_that_nothing_leaked(outcome const& o) const {
        auto said = world_.machine.log();
        if (!o.found) said.push_back(o.found.error().to_string());
        for (auto const& answer : o.answers)
            if (answer.passed_because) said.push_back(answer.passed_because->to_string());
        EXPECT_THAT(said, testing::Each(Not(HasSubstr("hush"))));
    }

    std::string folder_ = "credentials/" + GetParam() + "/";
    test::scenario_world world_{folder_};
    rapidjson::Document expected_;
};

TEST_P(credentials_scenario, ends_as_expected_and_leaks_nothing) {
    auto const o = ask(world_.outside());
    ASSERT_EQ(o.found.has_value(), expected_.HasMember("found"))
        << expected_["why"].GetString() << ": " << (o.found ? "keys found" : o.found.error().message());
    if (o.found)
        check_keys(*o.found);
    else
        check_failure(o.found.error());
    if (expected_.HasMember("asked")) {
        std::vector<std::string> asked;
        for (auto const& answer : o.answers) asked.push_back(answer.provider);
        EXPECT_EQ(asked, texts(expected_, "asked"));
    }
    for (auto const& part : texts(expected_, "log"))
        EXPECT_THAT(world_.machine.log(), testing::Contains(HasSubstr(part)));
    EXPECT_THAT(world_.web->complaints, testing::IsEmpty());
    EXPECT_EQ(world_.web->done, world_.web->exchanges.size()) << "not all that was expected was asked for";
    check_what_was_written();
    check_that_nothing_leaked(o);
}

std::vector<std::string> all_scenarios() {
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator(DDBSNAP_TEST_DATA "/credentials"))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

INSTANTIATE_TEST_SUITE_P(machines, credentials_scenario, testing::ValuesIn(all_scenarios()),
                         [](auto const& test) { return test.param; });

}  // namespace
}  // namespace ddbsnap
