#include "model_server/change_maker.hpp"

#include "model_server/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace model_server {

namespace asio = boost::asio;

asio::awaitable<void> change_maker::run(double changes_a_second) {
    using clock = std::chrono::steady_clock;
    auto const pause =
        std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(1 / changes_a_second));
    bool was_refused = false;
    for (auto due = clock::now(); !is_stopped_; due = std::max(due + pause, clock::now())) {
        timer_.expires_at(due);
        co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
        if (is_stopped_) break;
        change();
        auto const saved = co_await keeper_.changed(durability::accepted);
        if (!saved && !was_refused) log("warning: a change of its own: " + saved.error().to_string());
        was_refused = !saved;
    }
}

void change_maker::change() {
    constexpr char const* name = "self-made";
    ++turn_;
    if (!state_.models.find(name)) state_.models.add(name, "1.0", {});
    state_.models.scale(name, "", turn_ % 8 + 1, 8);
    ++metrics_.changes;
}

}  // namespace model_server
