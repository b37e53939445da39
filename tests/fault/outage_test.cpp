// Faults that outlast a request: a server that is away, throttles, changes its certificate, or answers early.

#include "fault/phase.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

namespace ddbsnap {
namespace {

using test::fault_server;
using test::good_answer;
using test::operation;
using test::reaction;
using enum reaction::ending;
using namespace std::chrono_literals;

reaction const good{.answer = good_answer};

struct outage : testing::TestWithParam<operation> {
    operation const& op = GetParam();
    boost::asio::io_context io;
    test::certificate_authority ca;
    test::temporary_file bundle{ca.pem()};
    std::optional<fault_server> server;
    std::optional<dynamodb_client> client;
    client_options options = test::options_for("");
    int last_table = 0;

    void serve(std::vector<reaction> script, std::optional<test::certificate> tls = std::nullopt) {
        client.reset();
        server.emplace(io, std::move(script), std::move(tls));
        options.config.endpoint_url.value = server->url();
        options.config.ca_bundle = {bundle.path(), "test"};
        client.emplace(dynamodb_client::open(io.get_executor(), options).value());
    }
    result<std::string> call(std::size_t padding = 0) {
        return test::run_coro(io, op.run(*client, test::table_number(++last_table, padding)));
    }
    void expect_good() {
        auto const got = call();
        EXPECT_TRUE(got) << (got ? "" : got.error().to_string());
        if (got) {
            EXPECT_EQ(*got, test::table_number(last_table));
        }
    }
    failure expect_failure(std::size_t padding = 0) {
        auto got = call(padding);
        EXPECT_FALSE(got) << "it succeeded";
        return got ? failure(errc::not_supported, "it succeeded") : std::move(got).error();
    }
    std::size_t requests() const { return server->requests().size(); }
};

TEST_P(outage, a_server_that_is_away_refuses_connections_until_it_is_back) {
    serve({good});
    expect_good();
    server->go_down();
    auto const f = expect_failure();
    EXPECT_EQ(f.code(), errc::connect_failed) << f.to_string();
    EXPECT_EQ(f.code(), condition::unreachable);
    EXPECT_FALSE(f.details().may_have_been_applied);
    EXPECT_EQ(requests(), 1u);
    server->come_up();
    expect_good();
    EXPECT_EQ(requests(), 2u);
}

TEST_P(outage, a_server_that_goes_away_with_the_request_in_its_hands_leaves_one_failure) {
    serve({good, {.when_read = [&] { server->go_down(); }}});
    expect_good();
    auto const f = expect_failure();
    EXPECT_EQ(f.code(), errc::connect_failed) << f.to_string();
    EXPECT_EQ(f.details().may_have_been_applied, op.writes) << "the first attempt had arrived";
    EXPECT_EQ(requests(), 2u);
    server->behave({{}, [] { return good; }});
    server->come_up();
    expect_good();
}

TEST_P(outage, throttling_that_passes_is_waited_out) {
    reaction const slow_down{test::dynamodb_answer(400, R"({"__type":"a#ThrottlingException"})")};
    serve({slow_down, slow_down, slow_down, good});
    expect_good();
    EXPECT_EQ(requests(), 4u);
    EXPECT_EQ(server->connections(), 1) << "a refusal is no reason to connect anew";
}

TEST_P(outage, throttling_that_lasts_is_reported_and_harms_no_later_call) {
    reaction const slow_down{test::dynamodb_answer(400, R"({"__type":"a#ThrottlingException"})")};
    serve({slow_down, slow_down, slow_down, slow_down, good});
    auto const f = expect_failure();
    EXPECT_EQ(f.code(), condition::throttled);
    EXPECT_EQ(f.details().attempts, 4);
    EXPECT_FALSE(f.details().may_have_been_applied);
    expect_good();
}

TEST_P(outage, another_certificate_of_the_same_authority_changes_nothing) {
    serve({{.after = close, .answer = good_answer}, good}, ca.issue());
    expect_good();
    server->rotate(ca.issue());
    expect_good();
    EXPECT_EQ(server->connections(), 2);
}

TEST_P(outage, an_untrusted_certificate_is_refused_by_new_connections_only) {
    test::certificate_authority other;
    serve({good, {.after = close, .answer = good_answer}, good}, ca.issue());
    expect_good();
    server->rotate(other.issue());
    expect_good();  // on the connection that there is
    auto const f = expect_failure();
    EXPECT_EQ(f.code(), errc::certificate_rejected) << f.to_string();
    EXPECT_FALSE(f.details().may_have_been_applied) << "nothing is sent to strangers";
    EXPECT_EQ(requests(), 2u);
    server->rotate(ca.issue());
    expect_good();
}

TEST_P(outage, a_server_with_old_tls_only_is_refused) {
    serve({good}, ca.issue());
    server->speak_at_most(TLS1_1_VERSION);
    auto const f = expect_failure();
    EXPECT_EQ(f.code(), errc::tls_failed) << f.to_string();
    EXPECT_EQ(requests(), 0u);
    server->speak_at_most(TLS1_2_VERSION);
    expect_good();
}

TEST_P(outage, a_handshake_that_goes_wrong_is_one_failure_and_no_request) {
    std::string const html = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    std::string const alert("\x15\x03\x03\x00\x02\x02\x28", 7);  // fatal, handshake_failure
    options.max_attempts = 1;
    std::pair<char const*, reaction> const ways[]{
        {"reset", {.after = reset, .at_connection = true}},
        {"close", {.after = close, .at_connection = true}},
        {"plain HTTP", {.send = html, .after = close, .at_connection = true}},
        {"an alert", {.send = alert, .after = close, .at_connection = true}},
        {"noise", {.send = std::string(300, '\x7f'), .after = close, .at_connection = true}},
    };
    for (auto const& [name, way] : ways) {
        serve({way, good}, ca.issue());
        auto const f = expect_failure();
        EXPECT_TRUE(f.code() == errc::tls_failed || f.code() == errc::connection_closed)
            << name << ": " << f.to_string();
        EXPECT_FALSE(f.details().may_have_been_applied) << name;
        expect_good();
        EXPECT_EQ(requests(), 1u) << name;
    }
}

TEST_P(outage, a_handshake_that_hangs_ends_at_its_own_deadline) {
    options.max_attempts = 1;
    options.connections.connect_timeout = options.connections.handshake_timeout = 50ms;
    serve({{.after = hang, .at_connection = true}, good}, ca.issue());
    auto const f = expect_failure();
    EXPECT_EQ(f.code(), errc::timeout) << f.to_string();
    EXPECT_EQ(requests(), 0u);
}

TEST_P(outage, a_server_that_renegotiates_is_answered_or_left) {
    serve({{.answer = good_answer, .act = reaction::tls_act::renegotiate}, good}, ca.issue());
    server->speak_at_most(TLS1_2_VERSION);
    for (int i = 0; i < 2; ++i) {
        auto const got = call();
        if (got) {
            EXPECT_EQ(*got, test::table_number(last_table));
            continue;
        }
        auto const& f = got.error();
        EXPECT_TRUE(f.code() == errc::tls_failed || f.code() == errc::connection_closed) << f.to_string();
        EXPECT_EQ(f.details().may_have_been_applied, op.writes);
    }
    expect_good();
}

// A proxy's "413" comes before it has read what is too large for it, and then it closes.
TEST_P(outage, an_answer_that_comes_while_the_request_is_being_sent_is_reported) {
    for (bool const tls : {false, true})
        for (auto const end : {half_close, close}) {
            serve({{.send = test::http_answer(413, ""), .after = end, .read_at_most = 1000}, good},
                  tls ? std::optional(ca.issue()) : std::nullopt);
            server->take_small_bites();
            auto const f = expect_failure(1 << 20);
            EXPECT_EQ(f.code(), service_errc::request_too_large) << f.to_string();
            EXPECT_EQ(f.details().http_status, 413);
            expect_good();
        }
}

INSTANTIATE_TEST_SUITE_P(every_operation, outage, testing::ValuesIn(test::operations()),
                         [](auto const& each) { return each.param.name; });

}  // namespace
}  // namespace ddbsnap
