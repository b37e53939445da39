// How a writer comes by the bodies that it sends: from a producer, or out of the spool directory.

#include "net/blocking.hpp"
#include "snapshot/save_verdict.hpp"
#include "snapshot/writer_core.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>
#include <variant>

namespace ddbsnap {

namespace asio = boost::asio;

// Whether its body is there, and it is to be sent. Otherwise it has been dealt with.
asio::awaitable<bool> writer_core::make_ready(queued const& s) {
    if (std::holds_alternative<snapshot_producer>(s->body)) co_return produce(s);
    if (!s->is_replayed) co_return true;
    bool const wanted = co_await is_wanted(s);
    if (!wanted) co_return false;
    if (s->text()) co_return true;
    co_return co_await load(s);
}

// The producer goes outside the lock, whatever else goes with it.
bool writer_core::produce(queued const& s) {
    auto& there = std::get<snapshot_producer>(s->body);
    auto producer = std::exchange(there, nullptr);
    std::string body;
    try {
        body = producer();
    } catch (std::exception const& thrown) {
        refuse(s, failure(errc::producer_failed,
                          fmt::format("the producer of a snapshot of series \"{}\" threw: {}",
                                      name_of(s->series), thrown.what())));
        return false;
    } catch (...) {
        refuse(s,
               failure(errc::producer_failed,
                       fmt::format("the producer of a snapshot of series \"{}\" threw", name_of(s->series))));
        return false;
    }
    if (is_too_large(s, body)) return false;
    if (take_body(s, body)) return true;
    there = std::move(producer);
    put_back_for_room(s);
    return false;
}

bool writer_core::is_too_large(queued const& s, std::string const& body) {
    auto const most = std::min(max_snapshot_size, options_.max_pending_bytes - queued_snapshot::overhead);
    if (body.size() <= most) return false;
    refuse(s, failure(errc::snapshot_too_large,
                      fmt::format("a snapshot of series \"{}\" has {} bytes, above the limit of {}",
                                  name_of(s->series), body.size(), most)));
    return true;
}

// Found in the spool directory, where it stays for a writer that may hold more.
bool writer_core::is_above_bound(queued const& s, std::string const& body) {
    auto const most = options_.max_pending_bytes - queued_snapshot::overhead;
    if (body.size() <= most) return false;
    failure why(
        errc::snapshot_too_large,
        fmt::format("a spooled snapshot of series \"{}\" has {} bytes, and this writer holds {} at most",
                    name_of(s->series), body.size(), most),
        "raise max_pending_bytes");
    std::lock_guard const lock(mutex_);
    queue_.on_refused(s, std::move(why), false, outside_.clock->steady_now());
    return true;
}

bool writer_core::take_body(queued const& s, std::string& body) {
    return make_room_for(s, body) || (free_now() && make_room_for(s, body));
}

bool writer_core::make_room_for(queued const& s, std::string& body) {
    std::lock_guard const lock(mutex_);
    if (!queue_.make_room_for(s, body.size())) return false;
    queue_.on_produced(s, std::move(body));
    if (spool_) wake();
    return true;
}

void writer_core::put_back_for_room(queued const& s) {
    auto const until_others_are_stored =
        std::chrono::milliseconds(50) * (1 << std::clamp(s->attempts - 1, 0, 5));
    std::lock_guard const lock(mutex_);
    queue_.on_setback(s, failure(errc::queue_full, "there was no room for its body"), false,
                      until_others_are_stored, outside_.clock->steady_now());
}

// What an earlier process left is sent unless the store has it, or something newer.
asio::awaitable<bool> writer_core::is_wanted(queued const& s) {
    auto newest = co_await store_->last(name_of(s->series));
    if (!newest && newest.error().code() == errc::not_found) co_return true;
    // Where the store's newest cannot be read, that says nothing against this one.
    if (!newest && judge_save(newest.error()) == save_verdict::refused_snapshot) co_return true;
    if (!newest) {
        saving_log_.on_failure(newest.error(), outside_.clock->steady_now());
        set_back_or_refuse(s, std::move(newest).error(), jitter());
        co_return false;
    }
    if (newest->created < s->created) co_return true;
    std::lock_guard const lock(mutex_);
    if (newest->created == s->created && newest->name == s->name())
        queue_.on_stored(s, {}, outside_.clock->steady_now());
    else
        queue_.on_outdated(s, newest->created);
    co_return false;
}

asio::awaitable<bool> writer_core::load(queued const& s) {
    spooled_snapshot about;
    result<std::string> body;
    auto read = [&, series = name_of(s->series)] { body = spool_->read(series, about); };
    co_await net::run_job(read);
    if (body && about.created == s->created) {
        if (is_above_bound(s, *body)) co_return false;
        if (take_body(s, *body)) co_return true;
        put_back_for_room(s);
        co_return false;
    }
    // Where a newer one has taken its file, that waits, and this one ends as superseded.
    if (!body) spool_log_.on_failure(body.error(), outside_.clock->steady_now());
    auto f = body ? failure(errc::not_found, "a newer snapshot has taken its place in the spool directory")
                  : std::move(body).error();
    if (f.code() == errc::not_found) {
        std::lock_guard const lock(mutex_);
        queue_.on_lost(s, std::move(f), outside_.clock->steady_now());
    } else if (f.code() == errc::corrupt_snapshot) {
        refuse(s, std::move(f));
    } else {
        set_back(s, std::move(f), jitter());
    }
    co_return false;
}

}  // namespace ddbsnap
