#include "bench/client_bench.hpp"

#include "bench/meter.hpp"
#include "bench/preparation.hpp"
#include "bench/workload.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>

namespace ddbsnap::bench {
namespace {

namespace asio = boost::asio;

std::size_t items_in(put_item_output const&) { return 0; }
std::size_t items_in(get_item_output const& o) { return o.item ? 1 : 0; }
std::size_t items_in(page_output const& o) { return o.items.size(); }
std::size_t items_in(batch_write_output const&) { return 0; }

// What only looks like success.
std::string shortfall(auto const&) { return {}; }
std::string shortfall(batch_write_output const& o) {
    return o.unprocessed.empty() ? std::string() : "DynamoDB left items of the batch unprocessed";
}

/// Requests that are sent by several coroutines.
struct round {
    explicit round(std::size_t requests, std::size_t workers) : left(requests), at_work(workers) {}

    std::size_t left;
    std::size_t at_work;
    meter counts;
    std::exception_ptr broken;
};

// `send` copies the request that it gives away: a caller's data have to get into a request somehow, and that
// copy is counted as the client's.
template <class Send>
asio::awaitable<void> worker(round& r, Send const& send) {
    while (r.left > 0 && !r.counts.is_hopeless(100)) {
        --r.left;
        auto const begun = meter::clock::now();
        auto const answer = co_await send();
        auto const took = meter::clock::now() - begun;
        if (!answer)
            r.counts.failed(answer.error().to_string());
        else if (auto const lacking = shortfall(*answer); !lacking.empty())
            r.counts.failed(lacking);
        else
            r.counts.succeeded(took, items_in(*answer));
    }
}

template <class Send>
measurement run_round(asio::io_context& loop, std::size_t requests, std::size_t concurrency,
                      Send const& send) {
    round r{requests, concurrency};
    r.counts.start();
    for (std::size_t i = 0; i < concurrency; ++i)
        asio::co_spawn(loop, worker(r, send), [&](std::exception_ptr e) {
            if (e) r.broken = e;
            if (--r.at_work == 0) loop.stop();  // the client may have timers that run on
        });
    loop.restart();
    loop.run();
    if (r.broken) std::rethrow_exception(r.broken);
    return r.counts.stop();
}

template <class Send>
int measure(asio::io_context& loop, bench_case const& c, Send const& send) {
    run_round(loop, c.warm_up_requests(), c.concurrency, send);
    return report("ddbsnap", c, run_round(loop, c.requests, c.concurrency, send));
}

int measure(asio::io_context& loop, dynamodb_client& client, bench_case const& c) {
    switch (c.what) {
        case operation::put:
            return measure(loop, c, [&, r = put_request(c)] { return client.put_item(r); });
        case operation::get:
            return measure(loop, c, [&, r = get_request(c)] { return client.get_item(r); });
        case operation::query:
            return measure(loop, c, [&, r = query_request_for(c)] { return client.query(r); });
        case operation::batch:
            return measure(loop, c, [&, r = batch_request(c)] { return client.batch_write_item(r); });
    }
    return 2;
}

result<void> run_preparation(asio::io_context& loop, dynamodb_client& client, bench_case const& c) {
    result<void> outcome;
    asio::co_spawn(loop, prepare(client, c), [&](std::exception_ptr e, result<void> ended) {
        loop.stop();
        if (e) std::rethrow_exception(e);
        outcome = std::move(ended);
    });
    loop.restart();
    loop.run();
    return outcome;
}

}  // namespace

int run_client(bench_case const& c) {
    asio::io_context loop{1};
    auto client = open_client(loop.get_executor(), c);
    if (!client) return report_hopeless("ddbsnap", c, client.error());
    auto prepared = run_preparation(loop, *client, c);
    if (!prepared) return report_hopeless("ddbsnap", c, prepared.error());
    return measure(loop, *client, c);
}

}  // namespace ddbsnap::bench
