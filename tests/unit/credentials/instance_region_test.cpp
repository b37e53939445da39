#include "credentials/imds_client.hpp"
#include "unit/credentials/imds_exchange.hpp"

namespace ddbsnap {
namespace {

using namespace std::chrono_literals;
using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class instance_region : public imds_exchange {
   protected:
    result<std::string> ask() {
        auto w = machine.outside();
        w.connector = net;
        w.random = [] { return 0.0; };
        auto region = test::run_coro(io, region_of_instance(w, {"default", ""}));
        if (!region) {
            EXPECT_THAT(region.error().to_string(), Not(HasSubstr("hush")));
        }
        return region;
    }
};

TEST_F(instance_region, is_asked_with_a_token) {
    token().answer(200, "eu-west-1\n");
    EXPECT_EQ(ask().value(), "eu-west-1");
    EXPECT_EQ(request(1).header(token_header), "hush-session");
    EXPECT_THAT(request_lines(), ElementsAre(put_token, "GET /latest/meta-data/placement/region"));
}

TEST_F(instance_region, is_not_configured_where_there_is_no_instance_or_it_does_not_know) {
    token().answer(404, "");
    EXPECT_EQ(ask().error().code(), errc::credentials_not_configured);
    net->refused["169.254.169.254"] = errc::timeout;
    EXPECT_EQ(ask().error().code(), errc::credentials_not_configured);
    machine.set("AWS_EC2_METADATA_DISABLED", "true");
    EXPECT_EQ(ask().error().code(), errc::credentials_not_configured);
}

TEST_F(instance_region, must_be_part_of_a_host_name) {
    for (auto const* text : {"", "hush.example.com/", "hush\r\nx", "-x", "eu west"}) {
        token().answer(200, text);
        EXPECT_EQ(ask().error().code(), errc::credentials_failed) << text;
    }
    token().answer(500, "hush").answer(500, "hush").answer(500, "hush");
    EXPECT_EQ(ask().error().code(), errc::credentials_failed);
}

}  // namespace
}  // namespace ddbsnap
