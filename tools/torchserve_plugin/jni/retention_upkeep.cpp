#include "torchserve_plugin/jni/retention_upkeep.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <fmt/format.h>

namespace ddbsnap::torchserve_plugin {

namespace asio = boost::asio;

// With the first, so that a server that is started often and changed seldom removes some, too.
constexpr std::size_t stored_between = 20;

struct retention_upkeep::state {
    std::shared_ptr<snapshot_store> store;
    std::string series;
    std::size_t keep = 0;
    std::shared_ptr<log_lines> log;
    std::size_t stored = 0;
    bool is_busy = false;
};

namespace {

asio::awaitable<void> prune(auto state) {
    retention rule;
    rule.keep = state->keep;
    auto const removed = co_await state->store->prune(state->series, std::move(rule));
    state->is_busy = false;
    if (!removed)
        state->log->add(log_level::warning,
                        fmt::format("Old snapshots are not removed: {}", removed.error().to_string()));
    else if (!removed->empty())
        state->log->add(log_level::info, fmt::format("Removed {} old snapshot(s), kept the newest {}.",
                                                     removed->size(), state->keep));
}

}  // namespace

retention_upkeep::retention_upkeep(std::shared_ptr<snapshot_store> store, std::string series,
                                   std::size_t keep, std::shared_ptr<log_lines> log)
    : state_(std::make_shared<state>(state{std::move(store), std::move(series), keep, std::move(log)})) {}

void retention_upkeep::stored(asio::any_io_executor executor) {
    if (state_->keep == 0 || state_->stored++ % stored_between != 0 || state_->is_busy) return;
    state_->is_busy = true;
    asio::co_spawn(executor, prune(state_), asio::detached);
}

}  // namespace ddbsnap::torchserve_plugin
