// Many requests at the same time with faults drawn by lot, against a server that knows what it did: in the
// end every request is accounted for.
//
//   DDBSNAP_SOAK_REQUESTS   how many, 3000 unless set
//   DDBSNAP_SOAK_SEED       of the lots, printed at the end

#include "fault/phase.hpp"
#include "fault/soak_model.hpp"

#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <iostream>
#include <memory>

namespace ddbsnap {
namespace {

unsigned long setting(char const* name, unsigned long otherwise) {
    char const* const text = std::getenv(name);
    return text ? std::strtoul(text, nullptr, 10) : otherwise;
}

// A call and what it is about. For both operations the outcome is a value: written, or found.
struct flight {
    bool is_put = false;
    std::string key;
    std::string value;
    bool was_cancelled = false;
    std::unique_ptr<test::running<std::string>> running;
};

dynamodb_client::reply<std::string> put(dynamodb_client& client, std::string key, std::string value) {
    put_item_request r;
    r.table = "T";
    r.item = {{"k", key}, {"v", value}};
    auto running = client.put_item(std::move(r));
    auto const got = co_await std::move(running);
    if (!got) co_return failure(got.error());
    co_return value;
}

dynamodb_client::reply<std::string> get(dynamodb_client& client, std::string key) {
    get_item_request r;
    r.table = "T";
    r.key = {{"k", key}};
    auto running = client.get_item(std::move(r));
    auto const got = co_await std::move(running);
    if (!got) co_return failure(got.error());
    if (!got->item) co_return std::string();
    EXPECT_EQ(string_of(*got->item, "k"), key) << "another item than was asked for";
    co_return std::string(string_of(*got->item, "v"));
}

struct soak : testing::TestWithParam<bool> {
    unsigned long const requests = setting("DDBSNAP_SOAK_REQUESTS", 3000);
    unsigned long const seed = setting("DDBSNAP_SOAK_SEED", std::random_device{}());
    boost::asio::io_context io;
    test::certificate_authority ca;
    test::temporary_file bundle{ca.pem()};
    std::minstd_rand random{static_cast<std::uint32_t>(seed)};
    test::soak_model model{static_cast<std::uint32_t>(seed) + 1};
    std::optional<test::fault_server> server;
    std::optional<dynamodb_client> client;
    std::array<flight, 16> flights;
    unsigned long begun = 0;
    unsigned long ended = 0;
    std::map<std::string, int> outcomes;

    void open() {
        test::behaviour const what{{}, [this] { return model.next(); }};
        server.emplace(io, what, GetParam() ? std::optional(ca.issue()) : std::nullopt);
        auto options = test::options_for(server->url());
        options.config.ca_bundle = {bundle.path(), "test"};
        options.attempt_timeout = std::chrono::milliseconds(60);
        options.max_attempts = 3;
        client.emplace(dynamodb_client::open(io.get_executor(), options).value());
    }

    void start(flight& f) {
        f.is_put = random() % 3 != 0;
        f.key = fmt::format("key-{}", random() % 20);
        f.value = fmt::format("value-{}", ++begun);
        f.was_cancelled = false;
        auto operation = f.is_put ? put(*client, f.key, f.value) : get(*client, f.key);
        f.running = std::make_unique<test::running<std::string>>(io, std::move(operation));
    }

    void account_for(flight& f) {
        auto const got = f.running->wait();
        f.running.reset();
        ++ended;
        ++outcomes[fmt::format("{}: {}", f.is_put ? "put" : "get",
                               got ? "success" : got.error().code().message())];
        auto const what = fmt::format("{} of {} at {}, {}", f.is_put ? "put" : "get", f.value, f.key,
                                      got ? "success" : got.error().to_string());
        if (!got) {
            EXPECT_TRUE(f.was_cancelled || got.error().code() != errc::operation_aborted) << what;
        }
        if (!got && f.is_put && !got.error().details().may_have_been_applied) {
            EXPECT_FALSE(model.was_applied(f.value)) << what;
        }
        if (got && f.is_put) {
            EXPECT_TRUE(model.was_applied(f.value)) << what;
        }
        if (got && !f.is_put && !got->empty()) {
            EXPECT_TRUE(model.was_ever_at(f.key, *got)) << what;
        }
    }

    void run() {
        while (ended < requests) {
            for (auto& f : flights) {
                if (f.running && f.running->is_done()) account_for(f);
                if (!f.running && begun < requests) start(f);
            }
            io.restart();
            io.run_one_for(std::chrono::seconds(5));
            auto& f = flights[random() % flights.size()];
            if (random() % 500 != 0 || !f.running) continue;
            f.was_cancelled = true;
            f.running->cancel();
        }
    }

    void print_summary() const {
        std::cout << fmt::format("{} requests, seed {}, {} seen by the server, {} connections\n", ended, seed,
                                 server->requests().size(), server->connections());
        for (auto const& [what, times] : outcomes) std::cout << fmt::format("  {:6} {}\n", times, what);
        std::cout << "the server's ways\n";
        for (auto const& [what, times] : model.drawn()) std::cout << fmt::format("  {:6} {}\n", times, what);
    }
};

TEST_P(soak, every_request_is_accounted_for) {
    open();
    run();
    EXPECT_EQ(ended, requests);
    EXPECT_LE(server->open_connections(), static_cast<int>(flights.size()));
    client.reset();
    test::run_until(io, [&] { return server->open_connections() == 0; });
    print_summary();
}

INSTANTIATE_TEST_SUITE_P(over, soak, testing::Bool(),
                         [](auto const& over) { return over.param ? "tls" : "tcp"; });

}  // namespace
}  // namespace ddbsnap
