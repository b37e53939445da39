#include "snapshot/discarded.hpp"

#include "net/blocking.hpp"

#include <boost/asio/post.hpp>

namespace ddbsnap {

bool discarded::waiting::free_all() noexcept {
    snapshot_list taken;
    {
        std::lock_guard const lock(mutex);
        taken = std::move(list);
    }
    return !taken.empty();
}

void discarded::add(snapshot_list snapshots) {
    snapshot_list large;
    while (!snapshots.empty()) {
        auto s = snapshots.pop();
        if (s->text() && s->bytes() >= queued_snapshot::cheap_to_free) large.push(std::move(s));
    }
    if (large.empty()) return;
    {
        std::lock_guard const lock(waiting_->mutex);
        waiting_->list.append(std::move(large));
    }
    boost::asio::post(net::blocking_thread(), [w = waiting_] { w->free_all(); });
}

bool discarded::free_now() noexcept { return waiting_->free_all(); }

}  // namespace ddbsnap
