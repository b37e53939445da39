#include "model_server/management.hpp"

#include <gmock/gmock.h>

namespace model_server {
namespace {

using testing::HasSubstr;
using testing::Not;

struct management : testing::Test {
    reply call(std::string_view method, std::string_view path) {
        auto const t = parse_target(path);
        EXPECT_TRUE(t) << path;
        return manage_models(models, method, *t);
    }
    int status_of(std::string_view method, std::string_view path) { return call(method, path).status; }

    registry models;
};

// Texts and codes as TorchServe's management API has them.
TEST_F(management, a_model_is_registered_under_its_archives_name) {
    auto const r = call("POST", "/models?url=https://host/noop.mar");
    EXPECT_EQ(r.status, 200);
    EXPECT_EQ(r.body,
              "{\n  \"status\": \"Model \\\"noop\\\" Version: 1.0 registered with 0 initial workers. "
              "Use scale workers API to add workers for the model.\"\n}\n");
    EXPECT_TRUE(r.has_changed);
    EXPECT_EQ(models.find("noop")->versions.at("1.0").mar_name, "https://host/noop.mar");
}

TEST_F(management, workers_come_later_unless_they_are_waited_for) {
    EXPECT_EQ(status_of("POST", "/models?url=a.mar&initial_workers=2"), 202);
    EXPECT_EQ(status_of("POST", "/models?url=b.mar&initial_workers=2&synchronous=true"), 200);
    EXPECT_EQ(status_of("PUT", "/models/a?min_worker=3"), 202);
    EXPECT_THAT(call("PUT", "/models/a?min_worker=3&synchronous=true").body,
                HasSubstr("Workers scaled to 3 for model: a"));
}

TEST_F(management, all_that_is_given_is_kept) {
    call("POST",
         "/models?url=a.mar&model_name=m%20n&version=2&initial_workers=1&batch_size=4"
         "&max_batch_delay=5&response_timeout=6&startup_timeout=7&runtime=python3");
    auto const& v = models.find("m n")->versions.at("2");
    EXPECT_EQ(v.min_workers, 1);
    EXPECT_EQ(v.max_workers, 1);
    EXPECT_EQ(v.batch_size, 4);
    EXPECT_EQ(v.max_batch_delay, 5);
    EXPECT_EQ(v.response_timeout, 6);
    EXPECT_EQ(v.startup_timeout, 7);
    EXPECT_EQ(v.runtime_type, "python3");
}

TEST_F(management, wrong_input_changes_nothing_and_is_told) {
    call("POST", "/models?url=a.mar");
    auto const before = models;
    struct {
        std::string_view method, path;
        int status;
        std::string_view type;
    } const cases[]{
        {"POST", "/models", 400, "BadRequestException"},
        {"POST", "/models?url=", 400, "BadRequestException"},
        {"POST", "/models?url=.mar", 400, "BadRequestException"},
        {"POST", "/models?url=b.mar&model_name=", 400, "BadRequestException"},
        {"POST", "/models?url=b.mar&model_name=x%2Fy", 400, "BadRequestException"},
        {"POST", "/models?url=b.mar&version=", 400, "BadRequestException"},
        {"POST", "/models?url=b.mar&batch_size=0", 400, "BadRequestException"},
        {"POST", "/models?url=b.mar&initial_workers=-1", 400, "BadRequestException"},
        {"POST", "/models?url=b.mar&initial_workers=two", 400, "BadRequestException"},
        {"POST", "/models?url=b.mar&synchronous=maybe", 400, "BadRequestException"},
        {"POST", "/models?url=a.mar", 409, "ConflictStatusException"},
        {"GET", "/models?limit=0", 400, "BadRequestException"},
        {"GET", "/models?next_page_token=x", 400, "BadRequestException"},
        {"GET", "/models/b", 404, "ModelNotFoundException"},
        {"GET", "/models/a/2.0", 404, "ModelVersionNotFoundException"},
        {"PUT", "/models/b?min_worker=1", 404, "ModelNotFoundException"},
        {"PUT", "/models/a/2.0?min_worker=1", 404, "ModelVersionNotFoundException"},
        {"PUT", "/models/a?min_worker=2&max_worker=1", 400, "BadRequestException"},
        {"PUT", "/models/a?min_worker=", 400, "BadRequestException"},
        {"PUT", "/models/a/2.0/set-default", 404, "ModelVersionNotFoundException"},
        {"DELETE", "/models/b", 404, "ModelNotFoundException"},
        {"DELETE", "/models/a/2.0", 404, "ModelVersionNotFoundException"},
        {"GET", "/models/a/1.0/x", 404, "ResourceNotFoundException"},
        {"GET", "/models/a/1.0/set-default/x", 404, "ResourceNotFoundException"},
        {"DELETE", "/models", 405, "MethodNotAllowedException"},
        {"HEAD", "/models", 405, "MethodNotAllowedException"},
        {"POST", "/models/a", 405, "MethodNotAllowedException"},
        {"GET", "/models/a/1.0/set-default", 405, "MethodNotAllowedException"},
    };
    for (auto const& c : cases) {
        auto const r = call(c.method, c.path);
        EXPECT_EQ(r.status, c.status) << c.method << " " << c.path;
        EXPECT_THAT(r.body, HasSubstr("\"code\": " + std::to_string(c.status))) << c.path;
        EXPECT_THAT(r.body, HasSubstr("\"type\": \"" + std::string(c.type) + "\"")) << c.path;
        EXPECT_EQ(!r.allow.empty(), c.status == 405) << c.path;
        EXPECT_FALSE(r.has_changed) << c.path;
        EXPECT_EQ(models, before) << c.path;
    }
}

TEST_F(management, models_are_listed_page_by_page) {
    for (auto const* name : {"a", "b", "c"}) call("POST", "/models?url=" + std::string(name) + ".mar");
    auto const first = call("GET", "/models?limit=2").body;
    EXPECT_THAT(first, HasSubstr("\"nextPageToken\": \"2\""));
    EXPECT_THAT(first, HasSubstr("\"modelName\": \"b\",\n      \"modelUrl\": \"b.mar\""));
    EXPECT_THAT(first, Not(HasSubstr("\"c\"")));
    auto const second = call("GET", "/models?limit=2&next_page_token=2").body;
    EXPECT_THAT(second, HasSubstr("\"c\""));
    EXPECT_THAT(second, Not(HasSubstr("nextPageToken")));
    EXPECT_EQ(call("GET", "/models?next_page_token=2147483647").body, "{\n  \"models\": []\n}\n");
}

TEST_F(management, a_page_has_no_more_than_a_hundred) {
    for (int i = 0; i != 101; ++i) call("POST", "/models?url=m" + std::to_string(i) + ".mar");
    EXPECT_THAT(call("GET", "/models?limit=2147483647").body, HasSubstr("\"nextPageToken\": \"100\""));
}

TEST_F(management, a_model_is_described_by_its_default_version_or_the_one_asked_for) {
    call("POST", "/models?url=m.mar");
    call("POST", "/models?url=m.mar&version=2.0");
    EXPECT_THAT(call("GET", "/models/m").body, HasSubstr("\"modelVersion\": \"1.0\""));
    EXPECT_THAT(call("GET", "/models/m/2.0").body, HasSubstr("\"modelVersion\": \"2.0\""));
    auto const all = call("GET", "/models/m/all").body;
    EXPECT_THAT(all, HasSubstr("\"modelVersion\": \"1.0\""));
    EXPECT_THAT(all, HasSubstr("\"modelVersion\": \"2.0\""));
}

TEST_F(management, the_default_version_is_changed_before_it_can_go) {
    call("POST", "/models?url=m.mar");
    call("POST", "/models?url=m.mar&version=2.0");
    EXPECT_EQ(status_of("DELETE", "/models/m"), 403);
    EXPECT_TRUE(call("PUT", "/models/m/2.0/set-default").has_changed);
    EXPECT_THAT(call("DELETE", "/models/m/1.0").body, HasSubstr("Model \\\"m\\\" unregistered"));
    EXPECT_EQ(status_of("DELETE", "/models/m"), 200);
    EXPECT_EQ(status_of("GET", "/models/m"), 404);
}

}  // namespace
}  // namespace model_server
