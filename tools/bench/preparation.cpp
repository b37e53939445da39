#include "bench/preparation.hpp"

#include "bench/workload.hpp"

#include <algorithm>
#include <chrono>

namespace ddbsnap::bench {
namespace {

namespace asio = boost::asio;

// Without a usable connection or keys there is nothing to measure.
bool is_final(std::error_code code) {
    return code == condition::unreachable || code == errc::no_credentials ||
           code == errc::credentials_failed || code == errc::missing_region ||
           code == errc::certificate_rejected || code == errc::tls_failed;
}

asio::awaitable<result<void>> make_table(dynamodb_client& client, bench_case const& c) {
    auto definition = table_for(c);
    auto made = co_await client.create_table(std::move(definition));
    if (!made && made.error().code() != service_errc::resource_in_use) co_return std::move(made).error();
    auto active = co_await client.wait_until_active(c.table, std::chrono::seconds(60));
    if (!active) co_return std::move(active).error();
    co_return result<void>{};
}

asio::awaitable<result<void>> write_all(dynamodb_client& client, bench_case const& c,
                                        std::vector<item> const& items) {
    for (auto const& each : items) {
        put_item_request request;
        request.table = c.table;
        request.item = each;
        auto written = co_await client.put_item(std::move(request));
        if (!written) co_return std::move(written).error();
    }
    co_return result<void>{};
}

// How many items the case's read finds now.
asio::awaitable<result<std::size_t>> count_items(dynamodb_client& client, bench_case const& c) {
    if (c.what == operation::get) {
        auto request = get_request(c);
        request.consistent = true;
        auto got = co_await client.get_item(std::move(request));
        if (!got) co_return std::move(got).error();
        co_return got->item ? std::size_t{1} : std::size_t{0};
    }
    auto request = query_request_for(c);
    request.consistent = true;
    auto page = co_await client.query(std::move(request));
    if (!page) co_return std::move(page).error();
    co_return page->items.size();
}

}  // namespace

result<dynamodb_client> open_client(asio::any_io_executor executor, bench_case const& c) {
    client_options options;
    options.outside = real_world();
    aws_config_overrides overrides;
    if (!c.endpoint.empty()) overrides.endpoint_url = c.endpoint;
    auto config = load_aws_config(options.outside, overrides);
    if (!config) return std::move(config).error();
    options.config = *std::move(config);
    options.connections.max_connections = std::max(options.connections.max_connections, c.concurrency);
    options.connections.max_waiting = std::max(options.connections.max_waiting, c.concurrency);
    return dynamodb_client::open(std::move(executor), std::move(options));
}

asio::awaitable<result<void>> prepare(dynamodb_client& client, bench_case const& c) {
    auto described = co_await client.describe_table(c.table);
    bool const is_missing = !described && described.error().code() == service_errc::resource_not_found;
    if (!described && is_final(described.error().code())) co_return std::move(described).error();
    if (is_missing) {
        auto made = co_await make_table(client, c);
        if (!made) co_return std::move(made).error();
    }
    auto const items = items_to_read(c);
    if (items.empty()) co_return result<void>{};
    auto found = co_await count_items(client, c);
    // A read that fails is told of by the measurement; one that finds something else than items, too.
    if (!found || *found == items.size()) co_return result<void>{};
    co_return co_await write_all(client, c, items);
}

}  // namespace ddbsnap::bench
