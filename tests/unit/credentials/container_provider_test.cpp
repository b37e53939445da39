#include "credentials/container_provider.hpp"

#include "core/time_text.hpp"
#include "net/tcp_connector.hpp"
#include "support/fault_server.hpp"
#include "unit/credentials/container_exchange.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

using namespace std::chrono_literals;
using namespace test;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class container : public container_exchange {};

TEST_F(container, passes_where_no_variable_is_set_even_with_a_dangling_token_file) {
    machine.set(file_variable, "/nowhere");
    EXPECT_EQ(broken(errc::credentials_not_configured),
              "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set");
    EXPECT_THAT(net->connected, IsEmpty());
}

TEST_F(container, asks_ecs_and_takes_the_keys) {
    machine.set(relative, "/v2/credentials/id?a=b");
    answer(200, good);
    auto const keys = load();
    ASSERT_TRUE(keys) << keys.error().message();
    EXPECT_EQ(keys->access_key_id, "ASIACONT");
    EXPECT_EQ(keys->secret_access_key.reveal(), "hush-secret");
    EXPECT_EQ(keys->session_token.reveal(), "hush-token");
    EXPECT_EQ(keys->expiration, parse_iso8601("2026-11-23T10:00:00Z"));
    EXPECT_EQ(keys->account_id, "111122223333");
    EXPECT_EQ(keys->source, "container (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)");
    EXPECT_THAT(net->connected, ElementsAre("169.254.170.2:80"));
    EXPECT_EQ(request(0).request_line(), "GET /v2/credentials/id?a=b HTTP/1.1");
    EXPECT_EQ(request(0).header("Host"), "169.254.170.2");
    EXPECT_EQ(request(0).header("Accept"), "application/json");
    EXPECT_EQ(request(0).header("Authorization"), std::nullopt);
}

TEST_F(container, asks_pod_identity_by_its_literal_addresses_only_and_any_host_over_tls) {
    std::pair<char const*, char const*> const rows[] = {
        {"http://169.254.170.23/v1/credentials", "169.254.170.23:80"},
        {"http://[fd00:ec2::23]/v1/credentials", "[fd00:ec2::23]:80"},
        {"http://127.0.0.1:8080", "127.0.0.1:8080"},
        {"https://keys.example.com/x", "tls keys.example.com:443"},
    };
    for (auto const& [url, expected] : rows) {
        machine.set(full, url);
        net->connected.clear();
        answer(200, good);
        EXPECT_TRUE(load()) << url;
        EXPECT_THAT(net->connected, ElementsAre(expected));
    }
}

TEST_F(container, a_name_is_connected_to_by_its_checked_addresses_in_order) {
    machine.set(full, "http://localhost:8080/x");
    net->names["localhost"] = {"::1", "127.0.0.1"};
    net->refused["::1"] = errc::connect_failed;
    answer(200, good);
    EXPECT_TRUE(load());
    EXPECT_THAT(net->connected, ElementsAre("[::1]:8080", "127.0.0.1:8080"));
    EXPECT_THAT(net->resolved, ElementsAre("localhost"));
    EXPECT_EQ(request(0).header("Host"), "localhost:8080");
}

TEST_F(container, one_address_that_is_not_allowed_is_enough_to_refuse) {
    machine.set(full, "http://keys.example.com/x").set(token_variable, "hush-authorization");
    net->names["keys.example.com"] = {"127.0.0.1", "192.0.2.1"};
    EXPECT_THAT(broken(errc::invalid_configuration),
                HasSubstr("keys.example.com (192.0.2.1) may not be asked for keys over plain http"));
    machine.set(full, "http://169.254.169.254/x");
    EXPECT_THAT(broken(errc::invalid_configuration), HasSubstr("169.254.169.254 may not be asked"));
    EXPECT_THAT(net->connected, IsEmpty());
}

TEST_F(container, a_name_that_does_not_resolve_is_broken) {
    machine.set(full, "http://keys.example.com/x");
    net->names["keys.example.com"] = {};
    EXPECT_THAT(broken(errc::resolve_failed), HasSubstr(full));
    EXPECT_THAT(net->resolved, SizeIs(3));
}

TEST_F(container, what_may_pass_is_tried_three_times) {
    machine.set(relative, "/x");
    answer(500, "hush");
    answer(429, "hush");
    answer(200, good);
    EXPECT_TRUE(load());
    for (int i = 0; i < 3; ++i) answer(503, "hush");
    EXPECT_THAT(broken(), HasSubstr("http://169.254.170.2 answered HTTP 503"));
    EXPECT_THAT(script.requests, SizeIs(6));
}

TEST_F(container, a_200_that_is_no_document_is_asked_for_again) {
    machine.set(relative, "/x");
    answer(200, "<html>hush</html>");
    answer(200, "{\"AccessKeyId\":\"A\"}");
    answer(200, good);
    EXPECT_TRUE(load());
    for (int i = 0; i < 3; ++i) answer(200, "hush");
    EXPECT_THAT(broken(), HasSubstr("malformed JSON"));
}

TEST_F(container, no_connection_is_broken_after_three_attempts) {
    machine.set(relative, "/x");
    for (auto const code : {errc::connect_failed, errc::timeout}) {
        net->connected.clear();
        net->refused["169.254.170.2"] = code;
        EXPECT_THAT(broken(code), HasSubstr(relative));
        EXPECT_THAT(net->connected, SizeIs(3));
    }
}

TEST_F(container, a_refusal_is_final_and_quotes_code_and_message_alone) {
    machine.set(relative, "/x").set(token_variable, "hush-authorization");
    answer(400, R"({"code":"BadId","message":"no such\r\nid","more":"hush"})");
    EXPECT_EQ(broken(),
              "the container's credential service at http://169.254.170.2 answered HTTP 400 "
              "(BadId: no such  id)");
    answer(403, "your token hush-authorization is bad");
    EXPECT_THAT(broken(), testing::EndsWith("answered HTTP 403"));
    answer(401, R"({"Code":"Denied","Message":"bad hush-authorization"})");
    EXPECT_THAT(broken(), testing::EndsWith("answered HTTP 401 (Denied)"));
    answer(404, "");
    EXPECT_THAT(broken(), testing::EndsWith("answered HTTP 404"));
    EXPECT_THAT(script.requests, SizeIs(4));
}

TEST_F(container, an_error_document_of_a_200_is_broken) {
    machine.set(relative, "/x");
    answer(200, R"({"Code":"InternalServiceException","Message":"later"})");
    EXPECT_THAT(broken(), HasSubstr("InternalServiceException: later"));
    EXPECT_THAT(script.requests, SizeIs(1));
}

TEST_F(container, redirects_are_not_followed) {
    machine.set(relative, "/x").set(token_variable, "hush-authorization");
    for (int const status : {301, 302, 303, 307, 308}) {
        answer(status, good, "Location: http://127.0.0.1/evil?hush\r\n");
        EXPECT_THAT(broken(), HasSubstr(fmt::format("HTTP {}: redirects are not followed", status)));
    }
    EXPECT_THAT(net->connected, Each(std::string("169.254.170.2:80")));
}

TEST_F(container, bodies_end_at_64_kilobytes) {
    machine.set(relative, "/x");
    answer_raw({"HTTP/1.1 200 OK\r\n\r\n{\"x\":\"", std::string(65 << 10, 'h'), std::string(1 << 20, 'h')});
    EXPECT_THAT(broken(errc::response_too_large), HasSubstr(relative));
    answer(200, "", "Content-Length: 10000000\r\n");
    EXPECT_THAT(broken(errc::response_too_large), HasSubstr(relative));
}

TEST_F(container, an_answer_that_does_not_end_is_given_up_after_three_times_its_time) {
    auto const text = http_answer(200, good);
    test::fault_server server(
        io,
        {{.send = text, .after = test::reaction::ending::hang, .send_at_most = text.size() - 1, .piece = 1}});
    machine.set(full, server.url() + "/x");
    auto w = outside();
    w.connector = net::make_tcp_connector("");
    container_provider provider(w, 50ms);
    auto const keys = test::run_coro(io, provider.load());
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().code(), errc::timeout);
    EXPECT_EQ(server.connections(), 3);
}

TEST_F(container, works_over_real_sockets_by_name) {
    test::fault_server server(io, {{.send = http_answer(200, good)}});
    machine.set(full, fmt::format("http://localhost:{}/x", server.port()));
    auto w = outside();
    w.connector = net::make_tcp_connector("");
    container_provider provider(w);
    auto const keys = test::run_coro(io, provider.load());
    ASSERT_TRUE(keys) << keys.error().message();
    EXPECT_EQ(server.requests().at(0).header("Host"), fmt::format("localhost:{}", server.port()));
}

TEST_F(container, can_be_cancelled_at_every_step) {
    machine.set(relative, "/x");
    for (int step = 0;; ++step) {
        script = {};
        script.hang_at = step;
        answer(200, good);
        container_provider provider(outside());
        test::running<credentials> loading(io, provider.load());
        bool hangs = false;
        script.when_hanging = [&] { hangs = true; };
        test::run_until(io, [&] { return hangs || loading.is_done(); });
        loading.cancel();
        auto const keys = loading.wait();
        EXPECT_EQ(script.open_streams, 0);
        if (keys) {
            EXPECT_GT(step, 2);
            break;
        }
        EXPECT_EQ(keys.error().code(), errc::operation_aborted) << step;
    }
}

TEST_F(container, can_be_loaded_twice_at_once) {
    machine.set(relative, "/x");
    answer(200, good);
    answer(200, good);
    container_provider provider(outside());
    test::running<credentials> first(io, provider.load()), second(io, provider.load());
    EXPECT_TRUE(first.wait());
    EXPECT_TRUE(second.wait());
}

}  // namespace
}  // namespace ddbsnap
