#include "snapshot/batch_removal.hpp"

#include <ddbsnap/batch.hpp>

#include <fmt/format.h>

namespace ddbsnap {

boost::asio::awaitable<result<void>> remove_in_batches(
    dynamodb_client& client, std::string table, std::vector<item> keys,
    std::function<void(std::size_t, std::size_t)> progress) {
    batch_write_request request;
    auto& removals = request.tables[table];
    for (auto& key : keys) removals.push_back(write_request::remove(std::move(key)));
    batch_options options;
    options.progress = std::move(progress);
    // Any number of items may take any time; that nothing goes on any more is what ends it.
    options.overall_timeout = std::chrono::hours(24);
    auto outcome = co_await batch_write_all(client, std::move(request), std::move(options));
    if (!outcome) co_return std::move(outcome).error();
    if (outcome->stopped_by)
        co_return std::move(outcome->stopped_by->add_context("removing items of table " + table));
    co_return result<void>{};
}

}  // namespace ddbsnap
