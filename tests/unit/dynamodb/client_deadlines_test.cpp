// How long a call takes at most, whatever hangs.

#include "support/client_fixture.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gmock/gmock.h>

namespace ddbsnap {
namespace {

using test::dynamodb_answer;
using test::found_item;
using test::http_answer;
using test::reaction;
using enum reaction::ending;
using namespace std::chrono_literals;

class client_deadlines : public test::client_fixture {
   protected:
    result<put_item_output> put(std::size_t size) {
        put_item_request request;
        request.table = "T";
        request.item = {{"k", std::string(size, 'x')}};
        return run(client->put_item(request));
    }
};

TEST_F(client_deadlines, an_attempt_that_hangs_is_given_up_for_another_one) {
    options.attempt_timeout = 200ms;
    serve({{.after = hang}, {found_item()}});
    EXPECT_TRUE(get());
    EXPECT_EQ(requests(), 2u);
}

TEST_F(client_deadlines, a_large_request_has_the_time_on_top_that_it_takes_to_send) {
    options.attempt_timeout = 10ms;
    options.overall_timeout = 1200ms;
    options.slowest_upload = 200'000;
    serve({{.after = hang}});
    // 150 kB take 750 ms: there is time for one whole attempt and a part of the next.
    EXPECT_EQ(put(150'000).error().details().attempts, 2);
    // Without it, all four attempts are over long before.
    options.slowest_upload = 0;
    serve({{.after = hang}});
    EXPECT_EQ(put(150'000).error().details().attempts, 4);
}

TEST_F(client_deadlines, an_attempt_ends_with_its_call) {
    options.attempt_timeout = 1h;
    options.overall_timeout = 40ms;
    serve({{.after = hang}});
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), errc::timeout);
    EXPECT_EQ(f.details().attempts, 1);
}

TEST_F(client_deadlines, a_pause_that_would_end_after_its_call_is_not_waited_for) {
    options.outside.random = [] { return 0.999; };
    options.overall_timeout = 900ms;
    serve({{dynamodb_answer(400, R"({"__type":"a#ThrottlingException","message":"slow down"})")}});
    auto const begun = std::chrono::steady_clock::now();
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), service_errc::throttling);
    EXPECT_EQ(requests(), 1u);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 900ms);
}

// Keys that take an hour.
struct hanging_provider : credentials_provider {
    std::string_view name() const noexcept override { return "hanging"; }
    boost::asio::awaitable<result<credentials>> load() override {
        auto const executor = co_await boost::asio::this_coro::executor;
        boost::asio::steady_timer timer(executor, 1h);
        boost::system::error_code ec;
        co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
        co_return failure(errc::credentials_failed, "no keys");
    }
};

TEST_F(client_deadlines, waiting_for_keys_ends_with_its_call) {
    options.overall_timeout = 40ms;
    server.emplace(io, std::vector<reaction>{{found_item()}});
    options.config.endpoint_url = {server->url(), "test"};
    options.credentials = std::make_shared<hanging_provider>();
    client.emplace(dynamodb_client::open(io.get_executor(), options).value());
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), errc::timeout);
    EXPECT_EQ(f.details().attempts, 0);
    EXPECT_EQ(requests(), 0u);
}

TEST_F(client_deadlines, attempts_and_pauses_together_end_with_their_call) {
    options.outside.random = [] { return 0.5; };
    options.max_attempts = 100;
    options.overall_timeout = 600ms;
    serve({{http_answer(500, "")}});
    auto const f = failure_of_get();
    EXPECT_EQ(f.code(), service_errc::internal_server_error);
    // Pauses of 12, 25, 50, 100, 200 and 400 ms: the last has no room.
    EXPECT_LE(requests(), 6u);
    EXPECT_GE(requests(), 2u);
}

}  // namespace
}  // namespace ddbsnap
