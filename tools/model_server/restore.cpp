// What a server does at its start.

#include "model_server/in_time.hpp"
#include "model_server/log.hpp"
#include "model_server/state_keeper.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace model_server {

namespace asio = boost::asio;
using ddbsnap::errc;
using ddbsnap::snapshot;

namespace {

// Starting late is worse than starting empty.
constexpr std::chrono::seconds longest_wait{5};

void collect(ddbsnap::result<snapshot> found, std::string_view where, std::vector<snapshot>& into) {
    if (found)
        into.push_back(*std::move(found));
    else if (found.error().code() != errc::not_found)
        log(fmt::format("warning: nothing is restored from {}: {}", where, found.error().to_string()));
}

}  // namespace

// Newest first. The spool goes before: what stands there was not stored when the last process ended, and
// goes to the store from now on.
asio::awaitable<std::vector<snapshot>> state_keeper::candidates() {
    std::vector<snapshot> found;
    if (writer_) {
        auto left = co_await writer_->spooled(options_.series);
        collect(std::move(left), "the spool directory", found);
    }
    auto asked = store_->last(options_.series);
    auto stored = co_await in_time(std::move(asked), longest_wait);
    if (!stored) stored = ddbsnap::failure(errc::timeout, "no answer within 5 s");
    collect(*std::move(stored), store_->describe(), found);
    std::stable_sort(found.begin(), found.end(),
                     [](snapshot const& a, snapshot const& b) { return a.created > b.created; });
    co_return found;
}

asio::awaitable<void> state_keeper::restore() {
    if (!store_) co_return;
    auto const found = co_await candidates();
    for (auto const& s : found) {
        auto state = read_state(s.body);
        if (!state) {
            log(fmt::format("warning: snapshot {} cannot be restored: {}", s.name,
                            state.error().to_string()));
            continue;
        }
        *state_ = *std::move(state);
        log(fmt::format("restored {} models from snapshot {}", state_->models.all().size(), s.name));
        co_return;
    }
    log("starting without models");
}

}  // namespace model_server
