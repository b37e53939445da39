#include "net/connection_opener.hpp"

#include "net/spawn.hpp"
#include "net/translate.hpp"

#include <exception>

namespace ddbsnap::net {

connection_opener::connection_opener(std::shared_ptr<stream_connector> connector, origin to,
                                     std::chrono::milliseconds at_most)
    : connector_(std::move(connector)), to_(std::move(to)), at_most_(at_most) {}

void connection_opener::open(asio::any_io_executor const& executor, callback done) {
    auto const o = std::make_shared<opening>();
    o->begun = std::chrono::steady_clock::now();
    under_way_.push_back(o);
    auto finish = [this, o, done = std::move(done)](std::exception_ptr const& thrown) {
        if (o->is_cancelled) return;
        under_way_.remove(o);
        // A coroutine that was cancelled by the host's own means.
        if (thrown) o->got = aborted("connecting to " + to_.to_string());
        done(*std::move(o->got), std::chrono::steady_clock::now() - o->begun);
    };
    auto connect =
        outcome_into<result<stream_ptr>>({o, &o->got}, connector_->connect(to_, o->begun + at_most_));
    spawn(executor, std::move(connect), std::move(finish), o->signal.slot());
}

void connection_opener::cancel(std::size_t n) noexcept {
    for (; n > 0 && !under_way_.empty(); --n) {
        auto const last = std::move(under_way_.back());
        under_way_.pop_back();
        last->is_cancelled = true;
        last->signal.emit(asio::cancellation_type::terminal);
    }
}

}  // namespace ddbsnap::net
