#include "snapshot/dynamodb_store.hpp"

#include "net/no_throw_scope.hpp"
#include "snapshot/series_clock.hpp"
#include "snapshot/snapshot_pruning.hpp"
#include "snapshot/snapshot_reading.hpp"
#include "snapshot/snapshot_saving.hpp"
#include "snapshot/table_access.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

class dynamodb_store final : public snapshot_store {
   public:
    explicit dynamodb_store(table_access access) : access_(std::move(access)) {}

    std::string describe() const override {
        return fmt::format("dynamodb:{} in {} ({})", access_.table, access_.client.signing_region(),
                           access_.client.endpoint());
    }

    asio::awaitable<result<snapshot_info>> save(save_request r) override {
        return net::without_throwing(save_one(std::move(r)));
    }
    asio::awaitable<save_all_output> save_all(std::span<save_request const> requests) override {
        return net::without_throwing(save_them(requests));
    }
    asio::awaitable<result<snapshot>> last(std::string series) override {
        return net::without_throwing(last_snapshot(access_, std::move(series)));
    }
    asio::awaitable<result<snapshot>> get(std::string series, std::string name) override {
        return net::without_throwing(named_snapshot(access_, std::move(series), std::move(name)));
    }
    asio::awaitable<result<snapshot>> get_at(std::string series, std::string name,
                                             system_time created) override {
        return net::without_throwing(snapshot_at(access_, std::move(series), std::move(name), created));
    }
    asio::awaitable<result<std::vector<snapshot_info>>> list(std::string series, std::size_t limit) override {
        return net::without_throwing(list_snapshots(access_, std::move(series), limit));
    }
    asio::awaitable<result<std::vector<snapshot_info>>> prune(std::string series, retention rule) override {
        return net::without_throwing(prune_snapshots(access_, std::move(series), std::move(rule)));
    }

   private:
    asio::awaitable<result<snapshot_info>> save_one(save_request r);
    asio::awaitable<save_all_output> save_them(std::span<save_request const> requests);
    result<outgoing_snapshot> prepare(save_request const& r);

    table_access access_;
    series_clock clock_;
};

result<outgoing_snapshot> dynamodb_store::prepare(save_request const& r) {
    if (auto ok = check_series_name(r.series); !ok) return std::move(ok).error();
    auto const now = access_.now();
    return prepare_snapshot(r, r.created ? *r.created : clock_.next(r.series, now), now);
}

asio::awaitable<result<snapshot_info>> dynamodb_store::save_one(save_request r) {
    snapshot_saving saving(access_);
    auto prepared = prepare(r);
    if (prepared) prepared->own = std::move(r.body);
    saving.add(std::move(prepared));
    auto out = co_await saving.run();
    auto& saved = out.snapshots.front();
    if (!saved) co_return std::move(saved).error();
    co_return std::move(saved->info);
}

asio::awaitable<save_all_output> dynamodb_store::save_them(std::span<save_request const> requests) {
    snapshot_saving saving(access_);
    for (auto const& r : requests) {
        auto prepared = prepare(r);
        if (prepared) prepared->lent = &r.body;
        saving.add(std::move(prepared));
    }
    co_return co_await saving.run();
}

}  // namespace

std::unique_ptr<snapshot_store> make_dynamodb_store(std::string table, dynamodb_client client, time_zone zone,
                                                    store_options options) {
    return std::make_unique<dynamodb_store>(
        table_access{std::move(table), std::move(client), std::move(zone), std::move(options)});
}

}  // namespace ddbsnap
