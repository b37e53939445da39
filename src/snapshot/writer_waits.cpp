// What a writer does for those who wait for it: save_and_wait, flush, close; and its spool.

#include "net/blocking.hpp"
#include "net/cancelled.hpp"
#include "net/later.hpp"
#include "net/spawn.hpp"
#include "net/translate.hpp"
#include "snapshot/writer_core.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>
#include <utility>
#include <vector>

namespace ddbsnap {

namespace asio = boost::asio;

// Whether the condition, which outlives the wait, came to hold before the time, or before the wait was
// cancelled. Conditions are looked at under the mutex, after each turn of the pump.
asio::awaitable<bool> writer_core::wait_for(wait_condition const& holds, steady_time end) {
    auto const alarm = outside_.clock->make_timer(executor_);
    if (end != steady_time::max())
        alarm->start(end, [self = shared_from_this()] { self->changed_.cancel(); });
    for (;;) {
        {
            std::lock_guard const lock(mutex_);
            if (holds()) break;
        }
        bool const is_cancelled = co_await net::is_cancelled();
        if (is_cancelled || outside_.clock->steady_now() >= end) co_return false;
        boost::system::error_code ec;
        co_await changed_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
    alarm->stop();
    co_return true;
}

asio::awaitable<result<save_report>> writer_core::save_and_wait(std::string series, std::string body,
                                                                until level, save_details details) {
    auto const self = shared_from_this();
    if (level == until::spooled && !spool_)
        co_return failure(errc::invalid_argument, "the writer has no spool directory to wait for",
                          "set spool_dir, or wait until::stored");
    auto const i = index_of(series);
    if (!i) co_return i.error();
    save_report r;
    r.snapshot.kind = details.kind;
    r.snapshot.name = details.name;
    r.snapshot.size = body.size();
    auto const accepted = save(*i, std::move(body), std::move(details));
    if (auto const refused = accepted.refused)
        co_return failure(refused, fmt::format("series \"{}\": {}", series, refused.message()));
    r.snapshot.created = accepted.created;
    if (r.snapshot.name.empty()) r.snapshot.name = default_snapshot_name(r.snapshot.created);
    r.snapshot.series = std::move(series);
    std::optional<writer_queue::arrival> arrived;
    wait_condition const has_arrived = [&] {
        return (arrived = queue_.arrival_of(*i, accepted.number, level)).has_value();
    };
    bool const is_over = co_await wait_for(has_arrived, steady_time::max());
    if (!is_over) co_return net::aborted("waiting for a snapshot to be safe; it stays accepted");
    if (arrived->why) co_return *std::move(arrived->why);
    r.outcome = arrived->outcome;
    r.superseded_by_other = arrived->superseded_by_other;
    co_return r;
}

// Makes due what is on its way; what that is.
std::vector<writer_queue::mark> writer_core::begin_flush() {
    std::vector<writer_queue::mark> marks;
    {
        std::lock_guard const lock(mutex_);
        marks = queue_.begin_flush(outside_.clock->steady_now());
    }
    pump();
    return marks;
}

asio::awaitable<flush_outcome> writer_core::flush(std::chrono::milliseconds at_most) {
    auto const self = shared_from_this();
    auto const marks = begin_flush();
    wait_condition const is_done = [&] { return !queue_.is_flushing(marks); };
    co_await wait_for(is_done, net::later(outside_.clock->steady_now(), at_most));
    std::lock_guard const lock(mutex_);
    co_return flush_outcome{queue_.pending(marks)};
}

asio::awaitable<flush_outcome> writer_core::close(std::chrono::milliseconds at_most) {
    auto const self = shared_from_this();
    if (std::exchange(is_closing_, true)) {
        wait_condition const is_closed = [this] { return closed_.has_value(); };
        co_await wait_for(is_closed, steady_time::max());
        std::lock_guard const lock(mutex_);
        co_return closed_ ? *closed_ : flush_outcome{queue_.pending(queue_.marks())};
    }
    {
        std::lock_guard const lock(mutex_);
        queue_.refuse_saves();
    }
    auto const marks = begin_flush();
    wait_condition const is_done = [&] { return !queue_.is_flushing(marks); };
    co_await wait_for(is_done, net::later(outside_.clock->steady_now(), at_most));
    co_return co_await asio::co_spawn(executor_, end_in_order(marks), asio::use_awaitable);
}

// Nothing in it waits for the outside, so that a close() that was cancelled ends in good order, too.
asio::awaitable<flush_outcome> writer_core::end_in_order(std::vector<writer_queue::mark> marks) {
    auto const self = shared_from_this();
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    bool const has_all_ended = stats().pending == 0;
    if (!has_all_ended) co_await end_all();
    if (spool_) co_await settle_spool(false);
    {
        std::lock_guard const lock(mutex_);
        closed_ = flush_outcome{queue_.not_stored(marks)};
    }
    pump();
    wait_condition const all_are_told = [this] { return untold_.empty(); };
    co_await wait_for(all_are_told, steady_time::max());
    co_return *closed_;
}

// What is not in the store is left in the spool directory, or nowhere. What is in there ends at once: it
// makes room for what the producers of others give.
asio::awaitable<void> writer_core::end_all() {
    {
        std::lock_guard const lock(mutex_);
        queue_.stop_sending();
    }
    for (auto& flight : flights_) flight.emit(asio::cancellation_type::terminal);
    wait_condition const have_landed = [this] { return queue_.in_flight() == 0; };
    co_await wait_for(have_landed, steady_time::max());
    wait_condition const all_are_told = [this] { return untold_.empty(); };
    bool goes_on = spool_.has_value();
    for (bool is_first = true; goes_on; is_first = false) {
        goes_on = produce_for_spool();
        co_await settle_spool(is_first);
        goes_on |= end_waiting(true);
        pump();
        co_await wait_for(all_are_told, steady_time::max());
    }
    end_waiting(false);
}

bool writer_core::end_waiting(bool only_settled) {
    std::lock_guard const lock(mutex_);
    return queue_.end_waiting("before the writer was closed", only_settled) != 0;
}

// Each file that is not as it is to be gets one try. What was written may not be there any more, where
// somebody has removed it: that is looked at before anything ends as spooled.
asio::awaitable<void> writer_core::settle_spool(bool looks_at_files) {
    std::vector<std::pair<std::size_t, std::string>> gone;
    if (looks_at_files) {
        std::lock_guard const lock(mutex_);
        for (auto const i : queue_.held_in_spool()) gone.emplace_back(i, queue_.name_of(i));
    }
    if (!gone.empty()) {
        auto look = [&] {
            std::erase_if(gone, [this](auto const& file) { return spool_->has(file.second); });
        };
        co_await net::run_job(look);
    }
    {
        std::lock_guard const lock(mutex_);
        for (auto const& [i, name] : gone) queue_.on_file_gone(i);
        queue_.begin_last_spooling();
    }
    pump();
    wait_condition const is_settled = [this] { return !is_spooling_ && queue_.is_spool_settled(); };
    co_await wait_for(is_settled, steady_time::max());
}

void writer_core::abandon() {
    // A copy of the awaitable's owner goes along: nobody else may be left.
    auto close_now = [](std::shared_ptr<writer_core> self) -> asio::awaitable<void> {
        co_await self->close(std::chrono::milliseconds(0));
    };
    net::spawn(executor_, close_now(shared_from_this()));
}

}  // namespace ddbsnap
