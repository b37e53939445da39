#include "snapshot/batch_removal.hpp"

#include "net/translate.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;
constexpr std::size_t batch_size = 25;  // BatchWriteItem's limit
constexpr int patience = 10;

batch_write_request take_batch(std::string const& table, std::vector<item>& keys) {
    batch_write_request r;
    auto& requests = r.tables[table];
    while (!keys.empty() && requests.size() < batch_size) {
        requests.push_back(write_request::remove(std::move(keys.back())));
        keys.pop_back();
    }
    return r;
}

void put_back(batch_write_output& left, std::vector<item>& keys) {
    for (auto& [table, requests] : left.unprocessed)
        for (auto& request : requests) keys.push_back(std::move(request.content));
}

}  // namespace

asio::awaitable<result<void>> remove_in_batches(dynamodb_client& client, std::string table,
                                                std::vector<item> keys,
                                                std::function<void(std::size_t, std::size_t)> progress) {
    auto const total = keys.size();
    asio::steady_timer timer(co_await asio::this_coro::executor);
    int idle_rounds = 0;
    while (!keys.empty()) {
        auto const before = keys.size();
        auto batch = take_batch(table, keys);
        auto left = co_await client.batch_write_item(std::move(batch));
        if (!left) co_return std::move(left).error();
        put_back(*left, keys);
        if (progress) progress(total - keys.size(), total);
        if (left->unprocessed.empty()) {
            idle_rounds = 0;
            continue;
        }
        idle_rounds = keys.size() < before ? 0 : idle_rounds + 1;
        if (idle_rounds == patience)
            co_return failure(service_errc::throttling,
                              fmt::format("table {} takes no more writes: {} of {} items are left", table,
                                          keys.size(), total),
                              "try again later, or raise the table's write capacity");
        timer.expires_after(std::chrono::milliseconds(50) * (1 << std::min(idle_rounds, 6)));
        boost::system::error_code ec;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        if (ec) co_return net::aborted("removing items of table " + table);
    }
    co_return result<void>{};
}

}  // namespace ddbsnap
