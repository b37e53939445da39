// A request that nobody waits for any more never leaves a connection in the pool.

#include "fault/phase.hpp"

#include <gtest/gtest.h>
#include <random>

namespace ddbsnap {
namespace {

using test::good_answer;
using test::reaction;
using enum reaction::ending;

struct cancelled_calls : testing::TestWithParam<bool> {
    bool const tls = GetParam();
    boost::asio::io_context io;
    test::certificate_authority ca;
    test::temporary_file bundle{ca.pem()};
    std::optional<test::fault_server> server;
    std::optional<dynamodb_client> client;
    int last_table = 0;

    void serve(test::behaviour what) {
        client.reset();
        server.emplace(io, std::move(what), tls ? std::optional(ca.issue()) : std::nullopt);
        server->take_small_bites();
        auto options = test::options_for(server->url());
        options.config.ca_bundle = {bundle.path(), "test"};
        client.emplace(dynamodb_client::open(io.get_executor(), options).value());
    }
    test::running<std::string> start(std::size_t padding = 0) {
        auto const& op = test::operation_called("put_item");
        return {io, op.run(*client, test::table_number(++last_table, padding))};
    }
    void expect_good() {
        auto const got = start().wait();
        EXPECT_TRUE(got) << (got ? "" : got.error().to_string());
        if (got) {
            EXPECT_EQ(*got, test::table_number(last_table));
        }
    }
    void expect_no_connection() {
        test::run_until(io, [&] { return server->open_connections() == 0; });
    }

    // `way` is what the server does until `reached`; there the call is cancelled.
    void expect_clean_end(reaction way, bool warm, std::size_t padding = 0) {
        bool reached = false;
        int faults = 0;
        way.when_read = [&] { reached = true; };
        serve({{}, [&]() -> reaction {
                   if (faults-- > 0) return way;
                   return {.answer = good_answer};
               }});
        if (warm) expect_good();
        faults = 1;
        auto running = start(padding);
        test::run_until(io, [&] { return reached; });
        io.poll();
        running.cancel();
        auto const got = running.wait();
        ASSERT_FALSE(got);
        EXPECT_EQ(got.error().code(), errc::operation_aborted) << got.error().to_string();
        if (server->requests().size() == (warm ? 2u : 1u)) {
            EXPECT_TRUE(got.error().details().may_have_been_applied) << "it had arrived";
        }
        expect_no_connection();
        expect_good();
        EXPECT_EQ(server->connections(), 2);
    }
};

TEST_P(cancelled_calls, while_the_answer_is_awaited_or_half_read_leave_no_connection) {
    for (bool const warm : {false, true})
        for (std::size_t const n : {0, 1, 40, 150, 200})
            expect_clean_end({.send = good_answer({"\r\nX-Amz-Target: .PutItem\r\n\r\n", "Table.0"}),
                              .after = hang,
                              .send_at_most = n},
                             warm);
}

TEST_P(cancelled_calls, while_the_request_is_being_sent_leave_no_connection) {
    for (bool const warm : {false, true})
        expect_clean_end({.after = hang, .read_at_most = 2000}, warm, 1 << 20);
}

TEST_P(cancelled_calls, before_the_connection_is_of_use_leave_none) {
    bool reached = false;
    serve({[&](int n) -> std::optional<reaction> {
               if (n > 1) return std::nullopt;
               reached = true;
               return reaction{.after = hang};
           },
           [] { return reaction{.answer = good_answer}; }});
    auto running = start();
    test::run_until(io, [&] { return reached; });
    io.poll();
    running.cancel();
    EXPECT_EQ(running.wait().error().code(), errc::operation_aborted);
    expect_no_connection();
    expect_good();
}

// The answer is on its way already. Whoever comes next must not get it.
TEST_P(cancelled_calls, as_the_answer_comes_leave_it_to_nobody_else) {
    for (std::size_t const piece : {reaction::all, std::size_t{50}}) {
        test::running<std::string>* current = nullptr;
        auto const cancel = [&] {
            if (current) current->cancel();
        };
        serve({{}, [&] { return reaction{.piece = piece, .when_read = cancel, .answer = good_answer}; }});
        for (int i = 0; i < 10; ++i) {
            auto running = start();
            current = &running;
            auto const got = running.wait();
            current = nullptr;
            if (got) {
                EXPECT_EQ(*got, test::table_number(last_table));
            }
            if (!got) {
                EXPECT_EQ(got.error().code(), errc::operation_aborted);
            }
            if (!got) expect_no_connection();
            expect_good();
        }
    }
}

TEST_P(cancelled_calls, among_others_harm_none_of_them) {
    std::minstd_rand random(20'261);
    serve({{}, [] { return reaction{.piece = 100, .answer = good_answer}; }});
    for (int round = 0; round < 30; ++round) {
        std::vector<std::pair<int, test::running<std::string>>> calls;
        for (int i = 0; i < 8; ++i) {
            auto running = start();
            calls.emplace_back(last_table, std::move(running));
        }
        io.restart();
        for (auto& [table, running] : calls) {
            for (auto left = random() % 20; left != 0; --left) io.poll_one();
            if (table % 2 == 0) running.cancel();
        }
        for (auto& [table, running] : calls) {
            auto const got = running.wait();
            if (got) {
                EXPECT_EQ(*got, test::table_number(table));
            }
            if (!got) {
                EXPECT_EQ(got.error().code(), errc::operation_aborted) << got.error().to_string();
            }
            if (table % 2 != 0) {
                EXPECT_TRUE(got);
            }
        }
        EXPECT_LE(server->open_connections(), 8);
    }
    client.reset();
    expect_no_connection();
}

INSTANTIATE_TEST_SUITE_P(over, cancelled_calls, testing::Bool(),
                         [](auto const& over) { return over.param ? "tls" : "tcp"; });

}  // namespace
}  // namespace ddbsnap
