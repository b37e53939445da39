// Every operation with its n-th connect, write or read failing, hanging or cancelled, for n = 0, 1, 2, ...
// until there are no more steps: each time it ends with one result, and the next call works.

#include "fault/phase.hpp"
#include "support/scripted_stream.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <gtest/gtest.h>

namespace ddbsnap {
namespace {

using test::operation;
using namespace std::chrono_literals;

// Guards against an operation that never gets anywhere.
constexpr int most_steps = 200;

test::received_request parse(std::string const& text) {
    auto const body = text.find("\r\n\r\n") + 4;
    return {text.substr(0, body), text.substr(body)};
}

// In three reads, cut within the head and within the body.
test::scripted_answer in_pieces(std::string const& request) {
    auto const text = test::good_answer(parse(request));
    return {{text.substr(0, 20), text.substr(20, text.size() - 30), text.substr(text.size() - 10)}};
}

// A client, and what it talks to.
struct exchange {
    exchange(int max_attempts, std::chrono::milliseconds deadline) {
        script.answer_to = in_pieces;
        auto options = test::options_for("http://127.0.0.1:8000");
        options.outside.connector = std::make_shared<test::scripted_connector>(script);
        options.max_attempts = max_attempts;
        options.attempt_timeout = deadline;
        options.connections.connect_timeout = deadline;
        client.emplace(dynamodb_client::open(io.get_executor(), options).value());
    }
    ~exchange() {
        client.reset();
        io.restart();
        io.poll();
        EXPECT_EQ(script.open_streams, 0) << "the client is gone, its streams are not";
    }

    test::running<std::string> start(operation const& op, std::string const& table) {
        return {io, op.run(*client, table)};
    }

    void expect_next_works(operation const& op, int step) {
        script.fail_at = script.hang_at = -1;
        auto const got = start(op, "Table.2").wait();
        EXPECT_TRUE(got) << "after step " << step << ": " << (got ? "" : got.error().to_string());
        if (got) {
            EXPECT_EQ(*got, "Table.2") << "after step " << step;
        }
        EXPECT_LE(script.open_streams, 1) << "after step " << step;
    }

    // Requests of the first call that went out whole.
    int sent() const {
        return static_cast<int>(std::count_if(script.requests.begin(), script.requests.end(), [](auto& r) {
            return test::table_in(parse(r).body) == "Table.1";
        }));
    }

    boost::asio::io_context io;
    test::stream_script script;
    std::optional<dynamodb_client> client;
};

struct at_every_step : testing::TestWithParam<operation> {
    operation const& op = GetParam();

    // `prepare` sets the fate of step `n`; `check` sees the outcome of the call.
    template <class Prepare, class Check>
    void for_each_step(int max_attempts, Prepare prepare, Check check) {
        for (int n = 0; n < most_steps; ++n) {
            exchange e(max_attempts, deadline);
            prepare(e.script, n);
            auto running = e.start(op, "Table.1");
            if (cancels) e.script.when_hanging = [&] { boost::asio::post(e.io, [&] { running.cancel(); }); };
            auto const got = running.wait();
            if (e.script.steps <= n) {
                EXPECT_TRUE(got) << "without any fault";
                EXPECT_GE(n, 3) << "an operation connects, writes and reads";
                return;
            }
            check(e, got, n);
            e.expect_next_works(op, n);
        }
        ADD_FAILURE() << "it never comes to an end";
    }

    void expect_failure(exchange const& e, result<std::string> const& got, errc code, int step) {
        EXPECT_FALSE(got) << "step " << step;
        if (got) return;
        EXPECT_EQ(got.error().code(), code) << "step " << step << ": " << got.error().to_string();
        EXPECT_EQ(e.script.open_streams, 0) << "step " << step;
        EXPECT_LE(e.sent(), got.error().details().attempts) << "step " << step;
        bool const may_have_been_applied = got.error().details().may_have_been_applied;
        if (!op.writes || step == 0) {
            EXPECT_FALSE(may_have_been_applied) << "step " << step;
        }
        if (op.writes && e.sent() != 0) {
            EXPECT_TRUE(may_have_been_applied) << "step " << step;
        }
    }

    bool cancels = false;
    // Of connecting, and of an attempt. It is short only where it is waited for.
    std::chrono::milliseconds deadline = 1min;
};

TEST_P(at_every_step, a_failing_step_fails_a_call_that_has_one_attempt) {
    for_each_step(
        1, [](auto& script, int n) { script.fail_at = n; },
        [this](auto& e, auto& got, int n) { expect_failure(e, got, errc::connection_closed, n); });
}

TEST_P(at_every_step, a_failing_step_is_mended_by_another_attempt) {
    auto const check = [](exchange& e, result<std::string> const& got, int n) {
        EXPECT_TRUE(got) << "step " << n << ": " << (got ? "" : got.error().to_string());
        if (got) {
            EXPECT_EQ(*got, "Table.1");
        }
        EXPECT_LE(e.sent(), 2) << "step " << n;
    };
    for_each_step(
        2, [](auto& script, int n) { script.fail_at = n; }, check);
}

TEST_P(at_every_step, a_hanging_step_ends_at_the_deadline) {
    deadline = 100ms;
    for_each_step(
        1, [](auto& script, int n) { script.hang_at = n; },
        [this](auto& e, auto& got, int n) { expect_failure(e, got, errc::timeout, n); });
}

TEST_P(at_every_step, a_hanging_step_can_be_cancelled) {
    cancels = true;
    for_each_step(
        4, [](auto& script, int n) { script.hang_at = n; },
        [this](auto& e, auto& got, int n) { expect_failure(e, got, errc::operation_aborted, n); });
}

// Finer than steps: between any two handlers that run.
TEST_P(at_every_step, a_call_can_be_cancelled_at_any_moment) {
    for (int handlers = 0; handlers < most_steps; ++handlers) {
        exchange e(4, deadline);
        auto running = e.start(op, "Table.1");
        for (int i = 0; i < handlers && !running.is_done(); ++i) e.io.run_one();
        bool const was_done = running.is_done();
        running.cancel();
        auto const got = running.wait();
        if (!got) {
            EXPECT_EQ(got.error().code(), errc::operation_aborted) << "after " << handlers;
        }
        if (got) {
            EXPECT_EQ(*got, "Table.1");
        }
        e.expect_next_works(op, handlers);
        if (was_done) return;
    }
    ADD_FAILURE() << "it never comes to an end";
}

INSTANTIATE_TEST_SUITE_P(large, at_every_step, testing::Values(test::large_put()),
                         [](auto const& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(every_operation, at_every_step, testing::ValuesIn(test::operations()),
                         [](auto const& each) { return each.param.name; });

}  // namespace
}  // namespace ddbsnap
