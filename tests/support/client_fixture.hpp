#pragma once

#include "support/fault_server.hpp"
#include "support/run_coro.hpp"

#include <ddbsnap/dynamodb_client.hpp>
#include <ddbsnap/sigv4.hpp>

#include <gtest/gtest.h>
#include <optional>

namespace ddbsnap::test {

/// A dynamodb_client that talks to a fault_server, without pauses between attempts and with a clock that
/// stands still.
struct client_fixture : testing::Test {
    client_fixture() {
        options.outside = real_world();
        options.outside.now = [] { return now; };
        options.outside.random = [] { return 0.0; };
        options.config.region = {"eu-west-1", "test"};
        keys.access_key_id = "AKIDEXAMPLE";
        keys.secret_access_key = secret_string("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
        keys.source = "the test";
    }

    /// Starts the server and a client for it.
    void serve(std::vector<reaction> script, std::optional<certificate> tls = std::nullopt) {
        client.reset();
        server.emplace(io, std::move(script), std::move(tls));
        connect_to(server->url());
    }
    void connect_to(std::string url) {
        options.config.endpoint_url = {std::move(url), "test"};
        options.credentials = static_credentials(keys);
        client.emplace(dynamodb_client::open(io.get_executor(), options).value());
    }

    template <class T>
    result<T> run(boost::asio::awaitable<result<T>> operation) {
        return run_coro(io, std::move(operation));
    }
    static get_item_request get_request() {
        get_item_request request;
        request.table = "T";
        request.key = {{"k", "v"}};
        return request;
    }
    result<get_item_output> get() { return run(client->get_item(get_request())); }
    failure failure_of_get() {
        auto got = get();
        EXPECT_FALSE(got);
        return got ? failure(errc::not_supported, "it succeeded") : std::move(got).error();
    }
    std::size_t requests() const { return server->requests().size(); }

    /// Signs what was received once more, with the headers it says are signed.
    std::string signature_of(received_request const& r) const {
        auto const sent = r.header("Authorization").value_or("");
        auto const from = sent.find("SignedHeaders=") + 14;
        auto names = sent.substr(from, sent.find(',', from) - from) + ";";
        std::vector<std::string> text;
        for (std::size_t at = 0; at < names.size(); at = names.find(';', at) + 1)
            text.push_back(names.substr(at, names.find(';', at) - at));
        std::vector<std::string> values;
        for (auto const& name : text) values.push_back(r.header(name).value_or("missing"));
        std::vector<sigv4::header> headers;
        for (std::size_t i = 0; i < text.size(); ++i) headers.push_back({text[i], values[i]});
        sigv4::request const request{"POST", "/", {}, headers, r.body};
        sigv4::keys const revealed{keys.access_key_id, keys.secret_access_key.reveal(),
                                   keys.session_token.reveal()};
        return sigv4::sign(request, revealed, {"eu-west-1", "dynamodb"}, now).value().authorization;
    }

    // 2026-01-02 03:04:05 UTC
    static constexpr system_time now{std::chrono::seconds(1767323045)};

    boost::asio::io_context io;
    client_options options;
    credentials keys;
    std::optional<fault_server> server;
    std::optional<dynamodb_client> client;
};

/// The answer to a GetItem, with one attribute.
inline std::string found_item() { return dynamodb_answer(200, R"({"Item":{"k":{"S":"v"}}})"); }

}  // namespace ddbsnap::test
