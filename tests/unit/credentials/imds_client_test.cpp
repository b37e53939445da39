#include "credentials/imds_client.hpp"

#include "net/tcp_connector.hpp"
#include "support/fault_server.hpp"
#include "unit/credentials/imds_exchange.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

using namespace std::chrono_literals;
using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class imds_session : public imds_exchange {};

TEST_F(imds_session, is_asked_where_environment_and_profile_say_as_they_are_now) {
    token().role().keys();
    EXPECT_TRUE(load());
    machine.config("[default]\nec2_metadata_service_endpoint = http://127.0.0.1:1338/prefix/\n");
    token().role().keys();
    EXPECT_TRUE(load());
    machine.config("[default]\nec2_metadata_service_endpoint_mode = IPv6\n");
    token().role().keys();
    EXPECT_TRUE(load());
    EXPECT_THAT(net->connected, ElementsAre("169.254.169.254:80", "127.0.0.1:1338", "[fd00:ec2::254]:80"));
    EXPECT_EQ(request(3).request_line(), "PUT /prefix/latest/api/token HTTP/1.1");
    EXPECT_EQ(request(4).header("Host"), "127.0.0.1:1338");
    EXPECT_EQ(request(6).header("Host"), "[fd00:ec2::254]");
}

TEST_F(imds_session, files_that_do_not_parse_leave_its_settings_to_the_environment) {
    machine.config("nonsense").set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1338");
    token().role().keys();
    EXPECT_TRUE(load());
    EXPECT_THAT(net->connected, ElementsAre("127.0.0.1:1338"));
}

TEST_F(imds_session, passes_at_once_where_nobody_answers) {
    for (auto const code :
         {errc::connect_failed, errc::timeout, errc::resolve_failed, errc::connection_closed}) {
        net->connected.clear();
        net->refused["169.254.169.254"] = code;
        EXPECT_THAT(passes(), HasSubstr("IMDS) at http://169.254.169.254 is not there: cannot connect to"));
        EXPECT_THAT(net->connected, SizeIs(1));
    }
}

TEST_F(imds_session, silence_is_asked_again_where_somebody_wants_several_attempts) {
    machine.set("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "4");
    net->refused["169.254.169.254"] = errc::timeout;
    passes();
    EXPECT_THAT(net->connected, SizeIs(4));
}

TEST_F(imds_session, without_tokens_it_is_asked_as_version_1) {
    for (int const status : {401, 404, 405}) {
        renew();
        answer(status, "hush").role().keys();
        EXPECT_EQ(key(), "ASIAIMDS") << status;
        EXPECT_EQ(request(1).header(token_header), std::nullopt);
        EXPECT_EQ(request(2).header(token_header), std::nullopt);
        EXPECT_THAT(request_lines(), ElementsAre(put_token, get_list, get_keys));
    }
}

TEST_F(imds_session, version_1_is_remembered_for_a_while_and_not_for_ever) {
    answer(404, "").role().keys("A");
    EXPECT_EQ(key(), "A");
    machine.now(start + 4min);
    keys("B");
    EXPECT_EQ(key(), "B");
    machine.now(start + 6min);
    token().keys("C");
    EXPECT_EQ(key(), "C");
    EXPECT_THAT(request_lines(), ElementsAre(put_token, get_list, get_keys, get_keys, put_token, get_keys));
}

TEST_F(imds_session, version_1_that_is_switched_off_is_left_for_version_2) {
    answer(404, "").role().keys("A");
    EXPECT_EQ(key(), "A");
    answer(401, "").token().keys("B");
    EXPECT_EQ(key(), "B");
}

TEST_F(imds_session, version_1_that_is_forbidden_is_broken_and_names_the_setting) {
    machine.set("AWS_EC2_METADATA_V1_DISABLED", "true");
    for (int const status : {401, 404, 405}) {
        answer(status, "hush");
        EXPECT_THAT(broken(), HasSubstr(fmt::format("HTTP {}), and AWS_EC2_METADATA_V1_DISABLED", status)));
    }
    machine.unset("AWS_EC2_METADATA_V1_DISABLED").config("[default]\nec2_metadata_v1_disabled=true\n");
    answer(404, "");
    EXPECT_THAT(broken(), HasSubstr("ec2_metadata_v1_disabled of profile default in /home/u/.aws/config:2"));
}

TEST_F(imds_session, a_refused_token_is_broken) {
    answer(403, "hush");
    EXPECT_THAT(broken(), HasSubstr("HTTP 403: it is disabled or forbidden"));
    for (int const status : {400, 302, 204, 418}) {
        answer(status, "", "Location: /hush\r\nContent-Length: 0\r\n");
        EXPECT_THAT(broken(), HasSubstr(fmt::format("HTTP {}", status)));
    }
    EXPECT_THAT(request_lines(), SizeIs(5));
}

TEST_F(imds_session, an_overloaded_service_is_asked_three_times_for_its_token) {
    answer(500, "hush").answer(503, "hush").token().role().keys();
    EXPECT_EQ(key(), "ASIAIMDS");
    renew();
    answer(500, "hush").answer(500, "hush").answer(500, "hush");
    EXPECT_THAT(broken(), HasSubstr("HTTP 500"));
}

TEST_F(imds_session, a_token_that_cannot_stand_in_a_header_is_broken) {
    for (auto const& value : {std::string(), std::string("hush\r\nX-Evil: 1"), std::string("hush\n"),
                              std::string("hush\0", 5), std::string("hu sh"), std::string("hush\xc3\xa9")}) {
        token(value);
        EXPECT_THAT(broken(), HasSubstr("the session token of"));
    }
    token(std::string(10 << 20, 'h'));
    broken(errc::response_too_large);
}

TEST_F(imds_session, a_token_is_kept_until_two_minutes_before_its_end) {
    token("hush-1", 600).role().keys("A");
    EXPECT_EQ(key(), "A");
    machine.now(start + 479s);
    keys("B");
    EXPECT_EQ(key(), "B");
    machine.now(start + 480s);
    token("hush-2", 600).keys("C");
    EXPECT_EQ(key(), "C");
    EXPECT_EQ(request(3).header(token_header), "hush-1");
    EXPECT_EQ(request(5).header(token_header), "hush-2");
}

TEST_F(imds_session, a_token_whose_end_is_not_told_ends_when_asked_to) {
    for (auto const* headers : {"", "x-aws-ec2-metadata-token-ttl-seconds: soon\r\n",
                                "x-aws-ec2-metadata-token-ttl-seconds: -1\r\n",
                                "x-aws-ec2-metadata-token-ttl-seconds: 99999999999999999999\r\n",
                                "x-aws-ec2-metadata-token-ttl-seconds: 999999999999\r\n"}) {
        renew();
        machine.now(start);
        answer(200, "hush-1", headers).role().keys("A", start + 24h);
        EXPECT_EQ(key(), "A");
        machine.now(start + 21'479s);
        keys("B", start + 24h);
        EXPECT_EQ(key(), "B") << headers;
        machine.now(start + 21'480s);
        token().keys("C", start + 24h);
        EXPECT_EQ(key(), "C") << headers;
    }
}

TEST_F(imds_session, a_token_that_ended_early_is_replaced_once) {
    token("hush-1").role().keys("A");
    EXPECT_EQ(key(), "A");
    answer(401, "").token("hush-2").keys("B");
    EXPECT_EQ(key(), "B");
    EXPECT_EQ(request(5).header(token_header), "hush-2");
    renew();
    token().answer(401, "").token().answer(401, "hush");
    EXPECT_THAT(broken(), HasSubstr("asking for the role"));
}

TEST_F(imds_session, a_service_that_accepts_and_says_nothing_is_none) {
    test::fault_server server(io, {{.after = test::reaction::ending::hang}});
    auto w = machine.outside();
    aws::imds_settings settings;
    settings.endpoint = aws::parse_url(server.url()).value();
    settings.timeout = 50ms;
    w.connector = net::make_tcp_connector("");
    imds_client client(w, settings);
    auto const answer = test::run_coro(io, client.get("/x"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), errc::credentials_not_configured);
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(imds_session, a_token_that_drips_in_for_ever_is_none) {
    auto const text = http_answer(200, "hush-session");
    test::fault_server server(
        io,
        {{.send = text, .after = test::reaction::ending::hang, .send_at_most = text.size() - 1, .piece = 1}});
    auto w = machine.outside();
    aws::imds_settings settings;
    settings.endpoint = aws::parse_url(server.url()).value();
    settings.timeout = 50ms;
    w.connector = net::make_tcp_connector("");
    imds_client client(w, settings);
    auto const answer = test::run_coro(io, client.get("/x"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), errc::credentials_not_configured);
}

}  // namespace
}  // namespace ddbsnap
