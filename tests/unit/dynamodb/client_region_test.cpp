#include "support/client_fixture.hpp"
#include "support/scripted_web.hpp"

#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::http_answer;
using testing::HasSubstr;

constexpr auto metadata = "http://169.254.169.254:80";

class client_region : public test::client_fixture {
   protected:
    client_region() {
        options.config.region = {};
        options.config.profile = {"default", ""};
        options.credentials = static_credentials(keys);
        options.outside.environment = [](std::string const&) { return std::nullopt; };
        options.outside.connector = test::make_scripted_web(web);
        token.to = region.to = metadata;
        token.request = "PUT /latest/api/token";
        token.answer = http_answer(200, "token", "x-aws-ec2-metadata-token-ttl-seconds: 21600\r\n");
        region.request = "GET /latest/meta-data/placement/region";
        region.answer = http_answer(200, "eu-west-3");
    }

    std::shared_ptr<test::web_script> web = std::make_shared<test::web_script>();
    test::web_exchange token, region;
};

TEST_F(client_region, must_be_configured_where_no_metadata_may_be_asked) {
    options.outside.environment = [](std::string const& name) {
        return name == "AWS_EC2_METADATA_DISABLED" ? std::optional<std::string>("true") : std::nullopt;
    };
    EXPECT_EQ(dynamodb_client::open(io.get_executor(), options).error().code(), errc::missing_region);
    options.config.endpoint_url = {"http://127.0.0.1:1", "test"};
    EXPECT_EQ(dynamodb_client::open(io.get_executor(), options).error().code(), errc::missing_region);
}

TEST_F(client_region, is_asked_of_the_instance_once) {
    test::web_exchange item;
    item.to = "https://dynamodb.eu-west-3.amazonaws.com:443";
    item.request = "POST /";
    item.answer = test::found_item();
    web->exchanges = {token, region, item, item};
    client.emplace(dynamodb_client::open(io.get_executor(), options).value());
    EXPECT_EQ(client->signing_region(), "");
    EXPECT_TRUE(get());
    EXPECT_TRUE(get());
    EXPECT_EQ(client->signing_region(), "eu-west-3");
    EXPECT_THAT(web->complaints, testing::IsEmpty());
}

TEST_F(client_region, is_missing_where_nobody_answers_and_asked_for_again_next_time) {
    token.fails = errc::connect_failed;
    web->exchanges = {token};
    client.emplace(dynamodb_client::open(io.get_executor(), options).value());
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), errc::missing_region);
    EXPECT_THAT(f.details().next_step, HasSubstr("AWS_REGION"));
    EXPECT_EQ(web->done, 1u);
}

}  // namespace
}  // namespace ddbsnap
