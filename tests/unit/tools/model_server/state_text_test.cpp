#include "model_server/state_text.hpp"

#include "support/data_file.hpp"

#include <gmock/gmock.h>
#include <random>

namespace model_server {
namespace {

using ddbsnap::errc;
using testing::HasSubstr;

ddbsnap::system_time const created{std::chrono::milliseconds(1795080647006)};
constexpr char const* name = "20261119093047006-snapshot.cfg";

server_state read(std::string_view text) {
    auto state = read_state(text);
    EXPECT_TRUE(state) << state.error().to_string();
    return state ? *std::move(state) : server_state();
}

std::string models_json(std::string const& text) {
    auto const info = ddbsnap::read_torchserve_info(text);
    EXPECT_TRUE(info) << info.error().to_string();
    return info ? info->models_json : "";
}

std::string of_models(std::string const& models) {
    ddbsnap::properties entries;
    entries.set("model_snapshot",
                R"({"name": "n", "modelCount": 1, "created": 1, "models": )" + models + "}");
    return ddbsnap::format_properties(entries, "test", created);
}

TEST(state_text, what_torchserve_wrote_is_read) {
    auto const state = read(ddbsnap::test::read_data("torchserve/20261119093047006-snapshot.cfg"));
    ASSERT_EQ(state.models.all().size(), 2u);
    auto const* translator = state.models.find("übersetzer");
    ASSERT_TRUE(translator);
    EXPECT_EQ(translator->default_version, "2.0");
    auto const& v = translator->versions.at("2.0");
    EXPECT_EQ(v.mar_name, "übersetzer_lr=1e-5.mar");
    EXPECT_EQ(v.min_workers, 2);
    EXPECT_EQ(v.batch_size, 8);
    EXPECT_EQ(v.max_batch_delay, 50);
    EXPECT_EQ(v.runtime_type, "python3");
    EXPECT_EQ(*state.config.find("job_queue_size"), "1000");
}

TEST(state_text, what_torchserve_wrote_comes_back_with_its_configuration) {
    auto const before = ddbsnap::test::read_data("torchserve/20261119093047006-snapshot.cfg");
    auto const state = read(before);
    auto const after = write_state(state, name, created);
    EXPECT_EQ(read(after).models, state.models);
    auto const old_entries = ddbsnap::parse_properties(before).value();
    auto const new_entries = ddbsnap::parse_properties(after).value();
    EXPECT_EQ(new_entries.size(), old_entries.size());
    for (auto const& [key, value] : old_entries)
        EXPECT_TRUE(key == "model_snapshot" || *new_entries.find(key) == value) << key;
}

TEST(state_text, torchserve_finds_what_it_reads) {
    server_state state;
    ASSERT_EQ(state.models.add("noop", "1.0", {}), refusal::none);
    auto const info = ddbsnap::read_torchserve_info(write_state(state, name, created)).value();
    EXPECT_EQ(info.name, name);
    EXPECT_EQ(info.created, created);
    EXPECT_EQ(info.model_count, 1);
}

// As Gson prints a Snapshot, read from a file that TorchServe wrote.
TEST(state_text, a_model_is_written_as_torchserve_writes_it) {
    auto const theirs = ddbsnap::test::read_data("torchserve/20261119081502118-startup.cfg");
    EXPECT_EQ(models_json(write_state(read(theirs), name, created)), models_json(theirs));
}

TEST(state_text, members_that_are_not_known_survive) {
    auto const text =
        of_models(R"({"m": {"1.0": {"marName": "m.mar", "gpuIds": [0, 1], "nested": {"a": "b\"c"}}}})");
    auto const again = models_json(write_state(read(text), name, created));
    EXPECT_THAT(again, HasSubstr(R"("gpuIds": [0,1])"));
    EXPECT_THAT(again, HasSubstr(R"("nested": {"a":"b\"c"})"));
}

TEST(state_text, members_that_are_missing_have_their_usual_value) {
    auto const state = read(of_models(R"({"m": {"1.0": {"marName": "m.mar"}}})"));
    EXPECT_EQ(state.models.find("m")->versions.at("1.0").batch_size, 1);
    EXPECT_EQ(state.models.find("m")->default_version, "1.0");
}

TEST(state_text, what_cannot_be_a_snapshot_is_refused_with_the_reason) {
    struct {
        std::string text, reason;
    } const cases[]{
        {"", "model_snapshot"},
        {"job_queue_size=1000\n", "model_snapshot"},
        {"model_snapshot=\\u12", "line 1"},
        {"model_snapshot={\"models\"\\: {", "not JSON at byte"},
        {"model_snapshot=[]", "not a JSON object"},
        {"model_snapshot={}", "\"models\""},
        {"model_snapshot={\"models\"\\: 1}", "\"models\""},
        {"model_snapshot={\"models\"\\: {}} {}", "not JSON at byte"},
        {of_models(R"({"m": []})"), "model \"m\" is not an object"},
        {of_models(R"({"m": {"1.0": 7}})"), "model \"m\" version \"1.0\" is not an object"},
        {of_models(R"({"m": {"1.0": {"minWorkers": "2"}}})"), "minWorkers"},
        {of_models(R"({"m": {"1.0": {"minWorkers": 2147483648}}})"), "minWorkers"},
        {of_models(R"({"m": {"1.0": {"defaultVersion": "yes"}}})"), "defaultVersion"},
        {of_models(R"({"m": {"1.0": {}, "1.0": {}}})"), "comes twice"},
        {of_models(R"({"m": {"1.0": {"x": )" + std::string(100'000, '[')), "nested too deep"},
    };
    for (auto const& c : cases) {
        auto const state = read_state(c.text);
        ASSERT_FALSE(state) << c.text.substr(0, 100);
        EXPECT_EQ(state.error().code(), errc::malformed_file);
        EXPECT_THAT(state.error().message(), HasSubstr(c.reason));
    }
}

TEST(state_text, no_damage_does_more_than_being_refused) {
    auto const whole = ddbsnap::test::read_data("torchserve/20261119093047006-snapshot.cfg");
    std::minstd_rand random(7);
    for (int round = 0; round != 2000; ++round) {
        auto text = whole.substr(0, round % 2 ? whole.size() : random() % whole.size());
        if (!text.empty()) text[random() % text.size()] = static_cast<char>(random());
        auto const state = read_state(text);
        if (state) read(write_state(*state, name, created));
    }
}

TEST(state_text, padding_gives_the_size_and_does_not_come_back) {
    server_state state;
    ASSERT_EQ(state.models.add("noop", "1.0", {}), refusal::none);
    for (std::size_t const size : {1000u, 400'000u, 70'000u}) {
        auto const text = write_state(state, name, created, size);
        EXPECT_EQ(text.size(), size);
        EXPECT_EQ(read(text).models, state.models);
        EXPECT_TRUE(read(text).config.empty());
    }
    EXPECT_EQ(write_state(state, name, created, 10), write_state(state, name, created));
}

}  // namespace
}  // namespace model_server
