// One connection for many calls: it goes from hand to hand, and with it nothing that is not the next call's.

#include "fault/phase.hpp"

#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using test::good_answer;
using test::reaction;

struct handed_over : testing::TestWithParam<bool> {
    bool const tls = GetParam();
    boost::asio::io_context io;
    test::certificate_authority ca;
    test::temporary_file bundle{ca.pem()};
    std::optional<test::fault_server> server;
    std::optional<dynamodb_client> client;

    void serve(test::behaviour what) {
        client.reset();
        server.emplace(io, std::move(what), tls ? std::optional(ca.issue()) : std::nullopt);
        auto options = test::options_for(server->url());
        options.config.ca_bundle = {bundle.path(), "test"};
        options.connections.max_connections = 1;
        client.emplace(dynamodb_client::open(io.get_executor(), options).value());
    }

    // All at once, for one connection at a time.
    void expect_own_answers(int calls) {
        std::vector<test::running<std::string>> all;
        auto const& op = test::operation_called("get_item");
        for (int n = 0; n < calls; ++n) all.emplace_back(io, op.run(*client, test::table_number(n)));
        for (int n = 0; n < calls; ++n) {
            auto const got = all[static_cast<std::size_t>(n)].wait();
            EXPECT_TRUE(got) << (got ? "" : got.error().to_string());
            if (got) {
                EXPECT_EQ(*got, test::table_number(n)) << "the answer to another request";
            }
        }
        EXPECT_LE(server->open_connections(), 1);
    }
};

TEST_P(handed_over, a_clean_connection_serves_those_who_wait_one_after_the_other) {
    serve({{}, [] { return reaction{.answer = good_answer}; }});
    expect_own_answers(10);
    EXPECT_EQ(server->connections(), 1);
}

// Whether it is the connection's first answer or a later one that somebody adds to.
TEST_P(handed_over, an_answer_nobody_asked_for_does_not_reach_the_call_that_waits) {
    for (int const dirty : {1, 2, 3}) {
        int requests = 0;
        serve({{}, [&] {
                   reaction r{.answer = good_answer};
                   if (++requests == dirty) r.unasked = test::dynamodb_answer(200, "{}");
                   return r;
               }});
        expect_own_answers(5);
        EXPECT_EQ(server->connections(), 2) << "dirty at request " << dirty;
    }
}

TEST_P(handed_over, a_connection_that_is_closed_after_each_answer_is_opened_anew) {
    serve({{}, [] { return reaction{.after = reaction::ending::close, .answer = good_answer}; }});
    expect_own_answers(5);
    EXPECT_EQ(server->requests().size(), 5u);
}

INSTANTIATE_TEST_SUITE_P(over, handed_over, testing::Bool(),
                         [](auto const& over) { return over.param ? "tls" : "tcp"; });

}  // namespace
}  // namespace ddbsnap
