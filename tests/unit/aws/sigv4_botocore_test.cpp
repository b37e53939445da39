#include "support/data_file.hpp"

#include <ddbsnap/sigv4.hpp>

#include <chrono>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <string>
#include <vector>

namespace ddbsnap::sigv4 {
namespace {

std::string_view text(rapidjson::Value const& value) { return {value.GetString(), value.GetStringLength()}; }

std::vector<header> headers_of(rapidjson::Value const& one) {
    std::vector<header> out;
    for (auto const& h : one["headers"].GetArray()) out.push_back({text(h[0]), text(h[1])});
    return out;
}

TEST(sigv4_botocore, every_stage_of_random_requests_is_as_botocore_has_it) {
    rapidjson::Document recorded;
    auto const json = test::read_data("aws-sigv4/botocore.json");
    recorded.Parse(json.data(), json.size());
    ASSERT_FALSE(recorded.HasParseError());
    ASSERT_EQ(recorded["cases"].Size(), 200u);
    for (auto const& one : recorded["cases"].GetArray()) {
        auto const headers = headers_of(one);
        request const what{text(one["method"]), text(one["path"]), text(one["query"]), headers,
                           text(one["body"])};
        keys const who{text(one["accessKeyId"]), text(one["secretAccessKey"]), text(one["sessionToken"])};
        system_time const now{std::chrono::seconds(one["time"].GetInt64())};
        auto const s = sign(what, who, {text(one["region"]), text(one["service"])}, now);
        ASSERT_TRUE(s) << s.error().to_string();
        EXPECT_EQ(s->canonical_request, text(one["canonicalRequest"]));
        EXPECT_EQ(s->string_to_sign, text(one["stringToSign"]));
        EXPECT_EQ(s->hex, text(one["signature"]));
        EXPECT_EQ(s->authorization, text(one["authorization"]));
    }
}

}  // namespace
}  // namespace ddbsnap::sigv4
