#include "net/tcp_connector.hpp"

#include "net/http_client.hpp"
#include "support/fault_server.hpp"
#include "support/odd_ports.hpp"
#include "support/run_coro.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace ddbsnap::net {
namespace {

using test::fault_server;
using test::http_answer;
using test::reaction;
using testing::AllOf;
using testing::HasSubstr;
using namespace std::chrono_literals;

std::string const request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

struct tcp_connector_test : testing::Test {
    asio::io_context io;
    test::certificate_authority ca;
    test::temporary_file bundle{ca.pem()};
    std::shared_ptr<stream_connector> connector = make_tcp_connector(bundle.path());

    /// `to` must outlive the operation.
    auto connecting(origin const& to, std::chrono::milliseconds within = 5s) {
        return connector->connect(to, std::chrono::steady_clock::now() + within);
    }
    result<std::unique_ptr<byte_stream>> connect(origin const& to, std::chrono::milliseconds within = 5s) {
        return test::run_coro(io, connecting(to, within));
    }
    result<http_response> exchange(http_client& client, std::string_view what = request) {
        return test::run_coro(io, client.exchange(what, std::chrono::steady_clock::now() + 5s));
    }
    failure refusal_of(test::certificate_terms const& terms) {
        fault_server server(io, {{}}, ca.issue(terms));
        auto const got = connect({"127.0.0.1", server.port(), true});
        EXPECT_FALSE(got);
        EXPECT_EQ(got.error().code(), errc::certificate_rejected);
        EXPECT_THAT(got.error().message(), HasSubstr(fmt::format("127.0.0.1:{}", server.port())));
        return got.error();
    }
};

TEST_F(tcp_connector_test, a_certificate_of_the_bundle_is_trusted) {
    fault_server server(io, {{http_answer(200, "{}")}}, ca.issue());
    http_client client(connector, {"127.0.0.1", server.port(), true}, {});
    EXPECT_EQ(exchange(client).value().body, "{}");
    EXPECT_EQ(exchange(client).value().body, "{}");
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(tcp_connector_test, connections_that_are_opened_together_read_the_bundle_once) {
    int const watch = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    ASSERT_NE(::inotify_add_watch(watch, bundle.path().c_str(), IN_OPEN | IN_CLOSE), -1);
    fault_server server(io, {{}}, ca.issue());
    origin const to{"127.0.0.1", server.port(), true};
    std::vector<result<std::unique_ptr<byte_stream>>> opened;
    for (int i = 0; i < 2; ++i)
        asio::co_spawn(io, connecting(to),
                       [&](std::exception_ptr, auto one) { opened.push_back(std::move(one)); });
    auto const end = std::chrono::steady_clock::now() + 5s;
    while (opened.size() < 2 && std::chrono::steady_clock::now() < end) io.run_one_until(end);
    ASSERT_EQ(opened.size(), 2u);
    for (auto const& one : opened) EXPECT_TRUE(one);
    std::array<inotify_event, 16> seen;
    EXPECT_EQ(::read(watch, seen.data(), sizeof seen), static_cast<ssize_t>(2 * sizeof(inotify_event)));
    ::close(watch);
}

TEST_F(tcp_connector_test, a_name_is_resolved_and_verified) {
    fault_server server(io, {{http_answer(200, "{}")}}, ca.issue({"DNS:localhost"}));
    http_client client(connector, {"localhost", server.port(), true}, {});
    EXPECT_TRUE(exchange(client));
}

TEST_F(tcp_connector_test, an_unknown_authority_is_refused) {
    test::certificate_authority other;
    test::temporary_file other_bundle(other.pem());
    connector = make_tcp_connector(other_bundle.path());
    auto const f = refusal_of({});
    EXPECT_THAT(f.message(), HasSubstr("issuer certificate"));
    EXPECT_THAT(f.details().next_step, HasSubstr("AWS_CA_BUNDLE"));
}

TEST_F(tcp_connector_test, a_certificate_for_another_address_is_refused) {
    auto const f = refusal_of({"IP:127.0.0.2,DNS:localhost"});
    EXPECT_THAT(f.message(), HasSubstr("IP address mismatch"));
    EXPECT_THAT(f.details().next_step, HasSubstr("name in the certificate"));
}

TEST_F(tcp_connector_test, a_certificate_for_another_name_is_refused) {
    for (char const* names :
         {"DNS:dynamodb.us-east-1.amazonaws.com", "IP:127.0.0.1", "DNS:*", "DNS:localhost.evil"}) {
        fault_server server(io, {{}}, ca.issue({names}));
        auto const got = connect({"localhost", server.port(), true});
        ASSERT_FALSE(got) << names;
        EXPECT_EQ(got.error().code(), errc::certificate_rejected);
        EXPECT_THAT(got.error().message(), AllOf(HasSubstr("localhost"), HasSubstr("ostname mismatch")));
    }
}

TEST_F(tcp_connector_test, an_expired_certificate_is_refused) {
    auto const f = refusal_of({"IP:127.0.0.1", -48h, -24h});
    EXPECT_THAT(f.message(), HasSubstr("has expired"));
    EXPECT_THAT(f.details().next_step, AllOf(HasSubstr("renew"), HasSubstr("clock")));
}

TEST_F(tcp_connector_test, a_certificate_that_is_not_yet_valid_is_refused) {
    auto const f = refusal_of({"IP:127.0.0.1", 24h, 48h});
    EXPECT_THAT(f.message(), HasSubstr("not yet valid"));
    EXPECT_THAT(f.details().next_step, HasSubstr("clock"));
}

TEST_F(tcp_connector_test, a_bundle_without_certificates_is_an_error_that_names_it) {
    test::temporary_file empty("");
    for (auto const& path : {empty.path(), std::string("/nowhere/ca.pem")}) {
        connector = make_tcp_connector(path);
        auto const got = connect({"127.0.0.1", 1, true});
        EXPECT_EQ(got.error().code(), errc::invalid_configuration);
        EXPECT_THAT(got.error().message(), HasSubstr(path));
    }
}

TEST_F(tcp_connector_test, tls_to_a_plain_port_fails_with_a_hint) {
    fault_server server(io, {{.send = http_answer(400, "speak HTTP"), .read_at_most = 1}});
    auto const got = connect({"127.0.0.1", server.port(), true});
    EXPECT_EQ(got.error().code(), errc::tls_failed);
    EXPECT_THAT(got.error().to_string(),
                AllOf(HasSubstr(std::to_string(server.port())), HasSubstr("http://")));
}

TEST_F(tcp_connector_test, plain_http_to_a_tls_port_fails_with_one_clear_error) {
    fault_server server(io, {{}}, ca.issue());
    http_client client(connector, {"127.0.0.1", server.port(), false}, {});
    auto const got = exchange(client);
    ASSERT_FALSE(got);
    EXPECT_TRUE(got.error().code() == errc::connection_closed ||
                got.error().code() == errc::malformed_response)
        << got.error().to_string();
}

TEST_F(tcp_connector_test, a_refused_connection_says_so_at_once) {
    auto const port = test::closed_port();
    for (bool tls : {false, true}) {
        auto const got = connect({"127.0.0.1", port, tls});
        EXPECT_EQ(got.error().code(), errc::connect_failed);
        EXPECT_THAT(got.error().message(), AllOf(HasSubstr(std::to_string(port)), HasSubstr("refused")));
        EXPECT_THAT(got.error().details().next_step, HasSubstr("endpoint"));
    }
}

TEST_F(tcp_connector_test, a_name_without_an_address_cannot_be_resolved) {
    auto const got = connect({"no-such-host.invalid", 443, true});
    EXPECT_EQ(got.error().code(), errc::resolve_failed);
    EXPECT_THAT(got.error().message(), HasSubstr("no-such-host.invalid"));
}

TEST_F(tcp_connector_test, connecting_that_hangs_ends_at_the_deadline) {
    test::full_port port;
    auto const begun = std::chrono::steady_clock::now();
    auto const got = connect({"127.0.0.1", port.port(), false}, 50ms);
    EXPECT_EQ(got.error().code(), errc::timeout);
    EXPECT_THAT(got.error().message(), HasSubstr("connecting to 127.0.0.1"));
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 50ms);
}

TEST_F(tcp_connector_test, a_handshake_that_hangs_ends_after_its_own_time) {
    fault_server server(io, {{.after = reaction::ending::hang, .at_connection = true}}, ca.issue());
    tcp_options options;
    options.ca_bundle = bundle.path();
    options.handshake_timeout = 20ms;
    connector = make_tcp_connector(std::move(options));
    auto const got = connect({"127.0.0.1", server.port(), true});
    EXPECT_EQ(got.error().code(), errc::timeout);
    EXPECT_THAT(got.error().message(), HasSubstr("the TLS handshake with 127.0.0.1"));
}

TEST_F(tcp_connector_test, a_connection_reset_in_the_handshake_is_a_closed_connection) {
    fault_server server(io, {{.after = reaction::ending::reset, .at_connection = true}}, ca.issue());
    EXPECT_EQ(connect({"127.0.0.1", server.port(), true}).error().code(), errc::connection_closed);
}

TEST_F(tcp_connector_test, a_deadline_that_comes_at_any_moment_is_a_timeout_and_never_a_cancellation) {
    fault_server server(io, {{}}, ca.issue());
    for (bool tls : {false, true})
        for (auto within = -1ms; within < 12ms; ++within) {
            auto const got = connect({"127.0.0.1", server.port(), tls}, within);
            if (got) continue;
            EXPECT_EQ(got.error().code(), errc::timeout)
                << within.count() << " ms: " << got.error().to_string();
        }
}

TEST_F(tcp_connector_test, connecting_can_be_cancelled) {
    test::full_port port;
    origin const to{"127.0.0.1", port.port(), false};
    test::running<std::unique_ptr<byte_stream>> operation(io, connecting(to));
    io.poll();
    operation.cancel();
    EXPECT_EQ(operation.wait().error().code(), errc::operation_aborted);
}

TEST_F(tcp_connector_test, a_handshake_can_be_cancelled_and_is_not_blamed_on_the_peer) {
    fault_server server(
        io, {{.after = reaction::ending::hang, .at_connection = true}, {http_answer(200, "{}")}}, ca.issue());
    origin const to{"127.0.0.1", server.port(), true};
    test::running<std::unique_ptr<byte_stream>> operation(io, connecting(to));
    test::run_until(io, [&] { return server.connections() == 1; });
    operation.cancel();
    auto const got = operation.wait();
    EXPECT_EQ(got.error().code(), errc::operation_aborted);
    EXPECT_EQ(got.error().details().next_step, "");
    EXPECT_TRUE(connect({"127.0.0.1", server.port(), true}));
}

TEST_F(tcp_connector_test, a_six_literal_is_connected_and_verified) {
    asio::ip::tcp::acceptor acceptor(io);
    boost::system::error_code ec;
    acceptor.open(asio::ip::tcp::v6(), ec);
    if (!ec) acceptor.bind({asio::ip::address_v6::loopback(), 0}, ec);
    if (ec) return;  // no IPv6 on this machine: nothing to see
    acceptor.listen();
    EXPECT_TRUE(connect({"::1", acceptor.local_endpoint().port(), false}));
}

}  // namespace
}  // namespace ddbsnap::net
