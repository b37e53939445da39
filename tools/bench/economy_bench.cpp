#include "bench/economy_bench.hpp"

#include <ddbsnap/background_runtime.hpp>
#include <ddbsnap/client_metrics.hpp>
#include <ddbsnap/dynamodb_client.hpp>
#include <ddbsnap/snapshot_writer.hpp>

#include <boost/asio/co_spawn.hpp>

#include <atomic>
#include <fmt/format.h>
#include <future>
#include <memory>
#include <thread>

namespace ddbsnap::bench {
namespace {

using std::chrono::steady_clock;

struct bill {
    std::uint64_t requests = 0;
    std::uint64_t bytes_sent = 0;
    double write_units = 0;
    std::string failure;
};

aws_config_overrides settings_of(economy_case const& c) {
    aws_config_overrides aws;
    aws.endpoint_url = c.endpoint;
    return aws;
}

std::string body_of(economy_case const& c, std::size_t change) {
    auto body = fmt::format("change {}\n", change);
    body.resize(std::max(body.size(), c.size), 'x');
    return body;
}

std::string series_of(economy_case const& c, std::size_t change) {
    return fmt::format("economy-{}", change % c.series);
}

void add_up(bill& b, client_metrics const& metrics) {
    for (auto const& one : metrics.snapshot().operations) {
        b.requests += one.attempts;
        b.bytes_sent += one.bytes_sent;
    }
}

bill by_writer(economy_case const& c) {
    background_runtime runtime;
    auto const metrics = std::make_shared<client_metrics>();
    bill b;
    store_options options;
    options.outside = real_world();
    options.aws = settings_of(c);
    options.observer = metrics;
    std::shared_ptr<snapshot_store> const store =
        open_store(runtime.executor(), "dynamodb:" + c.table, std::move(options)).value();
    writer_options how;
    how.on_end = [&b](save_report const& r) {
        if (r.why) b.failure = r.why->to_string();
    };
    auto writer = snapshot_writer::open(runtime.executor(), store, std::move(how)).value();
    auto const begun = steady_clock::now();
    for (std::size_t i = 0; i != c.changes * c.seconds; ++i) {
        std::this_thread::sleep_until(begun + i * std::chrono::nanoseconds(1'000'000'000 / c.changes));
        if (auto const refused = writer.save(series_of(c, i), body_of(c, i))) b.failure = refused.message();
    }
    runtime.wait(writer.close(std::chrono::seconds(30)));
    b.write_units = writer.stats().write_units;
    add_up(b, *metrics);
    return b;
}

// As fast as 16 at a time can be: how long it takes does not change what it costs.
bill by_puts(economy_case const& c) {
    background_runtime runtime;
    auto const metrics = std::make_shared<client_metrics>();
    client_options options;
    options.outside = real_world();
    options.config = load_aws_config(options.outside, settings_of(c)).value();
    options.observer = metrics;
    auto client = dynamodb_client::open(runtime.executor(), std::move(options)).value();
    bill b;
    std::size_t next = 0;
    auto puts = [&]() -> boost::asio::awaitable<int> {
        while (next != c.changes * c.seconds) {
            auto const i = next++;
            put_item_request put;
            put.table = c.table;
            put.item.emplace("snapshotName", fmt::format("{}/{}", series_of(c, i), i));
            put.item.emplace("createdOn", "2026-01-02 03:04:05,678");
            put.item.emplace("createdOnMonth", fmt::format("{}#2026-01", series_of(c, i)));
            put.item.emplace("snapshot", body_of(c, i));
            put.capacity = return_capacity::total;
            auto done = co_await client.put_item(std::move(put));
            if (!done)
                b.failure = done.error().to_string();
            else if (done->capacity)
                b.write_units += done->capacity->units;
        }
        co_return 0;
    };
    std::atomic<int> left = 16;
    std::promise<void> all;
    for (int i = 0; i != 16; ++i)
        boost::asio::co_spawn(runtime.executor(), puts(), [&](std::exception_ptr, int) {
            if (--left == 0) all.set_value();
        });
    all.get_future().wait();
    add_up(b, *metrics);
    return b;
}

}  // namespace

int run_economy(economy_case const& c) {
    auto const writer = by_writer(c);
    auto const puts = by_puts(c);
    auto const changes = c.changes * c.seconds;
    if (c.json)
        fmt::print(R"({{"changes":{},"writer":{{"requests":{},"writeUnits":{:.1f},"bytesSent":{}}},)"
                   R"("putPerChange":{{"requests":{},"writeUnits":{:.1f},"bytesSent":{}}}}})"
                   "\n",
                   changes, writer.requests, writer.write_units, writer.bytes_sent, puts.requests,
                   puts.write_units, puts.bytes_sent);
    else
        for (auto const& [who, b] : {std::pair("writer", writer), std::pair("a PutItem for each", puts)})
            fmt::print("{} changes, {:<19} {:>7} requests {:>10.1f} write units {:>12} bytes sent\n", changes,
                       who, b.requests, b.write_units, b.bytes_sent);
    for (auto const& b : {writer, puts})
        if (!b.failure.empty()) {
            fmt::print(stderr, "ddbsnap-bench: {}\n", b.failure);
            return 1;
        }
    return 0;
}

}  // namespace ddbsnap::bench
