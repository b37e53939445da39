#pragma once

#include "net/http_client.hpp"
#include "net/no_throw_scope.hpp"
#include "support/http_text.hpp"
#include "support/run_coro.hpp"
#include "support/scripted_stream.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <string>

namespace ddbsnap::test {

/// An HTTP client over streams without a network; every request is answered with `ok`, unless told otherwise.
struct pool_fixture : testing::Test {
    std::string const ok = http_answer(200, "{}");
    boost::asio::io_context io;
    stream_script script;
    net::http_limits limits;
    std::optional<net::http_client> client;

    pool_fixture() {
        limits.pool.random = [] { return 0.0; };
        script.answer_to = [this](auto const&) { return scripted_answer{{ok}, false}; };
    }
    ~pool_fixture() override {
        client.reset();
        io.restart();
        io.poll();  // what was cancelled ends while its script is there
        EXPECT_EQ(script.open_streams, 0);
    }
    void open() {
        auto connector = std::make_shared<scripted_connector>(script);
        client.emplace(std::move(connector), net::origin{"db.example", 443, true}, limits);
    }
    running<net::http_response> start(std::string_view request,
                                      std::chrono::milliseconds within = std::chrono::seconds(5)) {
        auto exchange = client->exchange(request, std::chrono::steady_clock::now() + within);
        return {io, net::without_throwing(std::move(exchange))};
    }
    bool works(std::string_view request) { return start(request).wait().has_value(); }
    void expect_counts(std::size_t busy, std::size_t idle, std::size_t opening, std::size_t waiting) {
        auto const now = client->connections();
        EXPECT_EQ(now.busy, busy);
        EXPECT_EQ(now.idle, idle);
        EXPECT_EQ(now.opening, opening);
        EXPECT_EQ(now.waiting, waiting);
    }
    /// Answers to requests of this text never come.
    void never_answer(std::string request) {
        script.answer_to = [this, request](auto const& asked) {
            return asked == request ? scripted_answer{} : scripted_answer{{ok}, false};
        };
    }
    /// Runs until a step of the script hangs.
    void run_until_it_hangs() {
        bool hangs = false;
        script.when_hanging = [&] { hangs = true; };
        run_until(io, [&] { return hangs; });
        script.when_hanging = nullptr;
    }
};

}  // namespace ddbsnap::test
