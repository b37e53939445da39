#include "aws/torchserve_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using testing::HasSubstr;

// As Gson prints it; see org.pytorch.serve.servingsdk.snapshot.Snapshot.
constexpr auto json = R"({
  "name": "20261123104555123-snapshot.cfg",
  "modelCount": 1,
  "created": 1795430755123,
  "models": {
    "densenet161": {
      "1.0": {
        "defaultVersion": true,
        "marName": "densenet161.mar",
        "minWorkers": 4,
        "unknown": [1, {"name": 2}, -1.5e3]
      }
    }
  }
})";

TEST(torchserve_json, the_four_members_are_read) {
    auto const info = read_torchserve_json(json);
    ASSERT_TRUE(info) << info.error().message();
    EXPECT_EQ(info->name, "20261123104555123-snapshot.cfg");
    EXPECT_EQ(info->model_count, 1);
    EXPECT_EQ(info->created.time_since_epoch().count(), 1795430755123);
    EXPECT_THAT(info->models_json, testing::StartsWith("{\n    \"densenet161\""));
    EXPECT_THAT(info->models_json, testing::EndsWith("]\n      }\n    }\n  }"));
}

TEST(torchserve_json, members_it_does_not_know_are_passed_over) {
    auto const info = read_torchserve_json(
        R"({"a":{"name":1,"created":"x"},"b":[[{"models":3}]],"c":null,"d":18446744073709551615,)"
        R"("created":-1,"modelCount":0,"name":"n","e":true})");
    ASSERT_TRUE(info) << info.error().message();
    EXPECT_EQ(info->name, "n");
    EXPECT_EQ(info->created.time_since_epoch().count(), -1);
    EXPECT_EQ(info->models_json, "");
}

TEST(torchserve_json, what_is_missing_or_of_another_type_is_named) {
    struct known {
        char const* json;
        char const* message;
    };
    for (auto const& k :
         {known{"", "not JSON at byte 0"}, known{"[]", "not a JSON object"}, known{"1", "not a JSON object"},
          known{"{", "not JSON"}, known{"{} x", "not JSON"}, known{"{}", "no \"name\""},
          known{R"({"name":"n","created":1})", "no \"modelCount\""},
          known{R"({"name":"n","modelCount":1})", "no \"created\""},
          known{R"({"name":1})", "\"name\" is of another type"},
          known{R"({"name":{}})", "\"name\" is of another type"},
          known{R"({"modelCount":"1"})", "\"modelCount\" is of another type"},
          known{R"({"modelCount":-1})", "\"modelCount\" is of another type"},
          known{R"({"modelCount":2147483648})", "\"modelCount\" is of another type"},
          known{R"({"created":1.5})", "\"created\" is of another type"},
          known{R"({"created":18446744073709551615})", "\"created\" is of another type"},
          known{R"({"models":[]})", "\"models\" is of another type"},
          known{"{\"name\":\"\xff\"}", "not JSON"}}) {
        auto const info = read_torchserve_json(k.json);
        ASSERT_FALSE(info) << k.json;
        EXPECT_EQ(info.error().code(), errc::malformed_file);
        EXPECT_THAT(info.error().message(), HasSubstr(k.message)) << k.json;
    }
}

TEST(torchserve_json, deep_nesting_does_not_exhaust_the_stack) {
    auto const deep = std::string(1'000'000, '[');
    EXPECT_FALSE(read_torchserve_json("{\"a\":" + deep));
}

}  // namespace
}  // namespace ddbsnap
