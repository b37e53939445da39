#include "snapshot/writer_core.hpp"

#include "net/blocking.hpp"

#include <boost/asio/post.hpp>

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

writer_queue::settings settings_of(writer_options const& o) {
    writer_queue::settings s;
    s.quiet = o.quiet;
    s.max_wait = o.max_wait;
    s.deadline = o.deadline;
    s.max_pending_bytes = o.max_pending_bytes;
    s.max_in_flight = o.max_in_flight;
    s.has_spool = !o.spool_dir.empty();
    s.tells_ends = static_cast<bool>(o.on_end);
    return s;
}

result<void> check(writer_options const& o) {
    using std::chrono::milliseconds;
    auto const refuse = [](char const* what) { return failure(errc::invalid_argument, what); };
    if (o.quiet < milliseconds(0) || o.max_wait < milliseconds(0))
        return refuse("a writer's quiet and max_wait cannot be negative");
    if (o.deadline <= milliseconds(0)) return refuse("a writer's deadline must be positive");
    if (o.max_in_flight == 0) return refuse("a writer's max_in_flight must be at least 1");
    if (o.max_pending_bytes < 4096) return refuse("a writer's max_pending_bytes must be at least 4096");
    return {};
}

std::optional<steady_time> earlier(std::optional<steady_time> a, std::optional<steady_time> b) {
    return a && b ? std::min(a, b) : (a ? a : b);
}

}  // namespace

result<std::shared_ptr<writer_core>> writer_core::open(asio::any_io_executor executor,
                                                       std::shared_ptr<snapshot_store> store,
                                                       writer_options options, writer_outside outside) {
    if (auto ok = check(options); !ok) return std::move(ok).error();
    std::shared_ptr<writer_core> core(
        new writer_core(std::move(executor), std::move(store), std::move(options), std::move(outside)));
    if (auto ok = core->open_spool(); !ok) return std::move(ok).error();
    return core;
}

writer_core::writer_core(asio::any_io_executor executor, std::shared_ptr<snapshot_store> store,
                         writer_options options, writer_outside outside)
    : executor_(std::move(executor)),
      store_(std::move(store)),
      options_(std::move(options)),
      outside_(std::move(outside)),
      queue_(settings_of(options_)),
      timer_(outside_.clock->make_timer(executor_)),
      changed_(executor_, steady_time::max()),
      saving_log_(options_.log, "saving to " + store_->describe()),
      spool_log_(options_.log, "spool") {}

result<void> writer_core::open_spool() {
    if (options_.spool_dir.empty()) return {};
    auto opened = spool_directory::open(options_.spool_dir, outside_.files);
    if (!opened) return std::move(opened).error();
    auto found = opened->list();
    if (!found) return std::move(found).error();
    spool_.emplace(*std::move(opened));
    for (auto const& what : found->warnings) options_.log.write(log_level::warning, [&] { return what; });
    for (auto& about : found->snapshots) {
        save_details details;
        details.name = std::move(about.name);
        details.kind = about.kind;
        details.ttl = about.ttl;
        auto s = std::make_shared<queued_snapshot>(body_in_spool{}, std::move(details), queue_.account());
        s->created = about.created;
        queue_.replay(queue_.add(about.series), std::move(s), outside_.clock->steady_now());
    }
    if (!found->snapshots.empty()) wake();
    return {};
}

result<std::size_t> writer_core::index_of(std::string_view series) {
    std::lock_guard const lock(mutex_);
    if (auto const found = queue_.find(series)) return *found;
    if (auto ok = check_series_name(series); !ok) return std::move(ok).error();
    return queue_.add(series);
}

writer_queue::acceptance writer_core::save(std::size_t series, queued_snapshot::content body,
                                           save_details details) {
    // What takes time is done before the lock.
    auto s = std::make_shared<queued_snapshot>(std::move(body), std::move(details), queue_.account());
    auto const now = outside_.clock->steady_now();
    auto const wall = outside_.clock->system_now();
    auto const refused = refusal_of(*s);
    writer_queue::acceptance answer{refused};
    {
        std::lock_guard const lock(mutex_);
        if (!refused) answer = queue_.accept(series, s, now, wall);
    }
    if (answer.refused == errc::queue_full && free_now()) {
        std::lock_guard const lock(mutex_);
        answer = queue_.accept(series, s, now, wall);
    }
    if (answer.refused) {
        std::lock_guard const lock(mutex_);
        queue_.count_refused();
    }
    if (answer.wakes || has_missed_wake_) wake();
    return answer;
}

// What has ended, and still takes room. Whether there was such.
bool writer_core::free_now() {
    snapshot_list garbage;
    {
        std::lock_guard const lock(mutex_);
        garbage = queue_.take_garbage();
    }
    bool const freed_before = discarded_.free_now();
    return !garbage.empty() || freed_before;
}

// For what it is by itself.
std::error_code writer_core::refusal_of(queued_snapshot const& s) const {
    if (s.size && *s.size > max_snapshot_size) return errc::snapshot_too_large;
    if (s.size_to_count() > options_.max_pending_bytes) return errc::snapshot_too_large;
    auto const& name = s.details.name;
    return name.empty() || check_snapshot_name(name) ? std::error_code()
                                                     : make_error_code(errc::invalid_name);
}

writer_stats writer_core::stats() const {
    std::lock_guard const lock(mutex_);
    return queue_.stats();
}

void writer_core::wake() {
    if (is_woken_.exchange(true)) return;
    try {
        asio::post(executor_, [self = shared_from_this()] { self->pump(); });
    } catch (...) {
        // Out of memory. What was accepted waits for the next save, which may have no reason of its own.
        is_woken_ = false;
        has_missed_wake_ = true;
        throw;
    }
    has_missed_wake_ = false;
}

void writer_core::pump() {
    is_woken_ = false;
    std::vector<std::vector<queued>> batches;
    std::optional<writer_queue::spool_step> step;
    snapshot_list garbage;
    std::optional<steady_time> next;
    {
        std::lock_guard const lock(mutex_);
        auto const now = outside_.clock->steady_now();
        for (auto batch = queue_.take_due(now); !batch.empty(); batch = queue_.take_due(now))
            batches.push_back(std::move(batch));
        // Once it is closed, a file that could not be removed is left to the next start, which will see.
        bool const may_spool = !is_spooling_ && !closed_;
        if (may_spool) step = queue_.next_spool_step(now);
        untold_.append(queue_.take_ended());
        garbage = queue_.take_garbage();
        next = queue_.next_time();
        if (may_spool && !step) next = earlier(next, queue_.next_spool_time());
    }
    for (auto& batch : batches) start_batch(std::move(batch));
    if (step) start_spooling(std::move(*step));
    tell_ends();
    discarded_.add(std::move(garbage));
    arm(next);
    changed_.cancel();
}

// Not too many at a time: others have work for the loop, too.
void writer_core::tell_ends() {
    constexpr int at_once = 64;
    snapshot_list told;
    for (int n = 0; n != at_once && !untold_.empty(); ++n) {
        auto s = untold_.pop();
        options_.on_end(writer_queue::report_of(s, name_of(s->series)));
        told.push(std::move(s));
    }
    discarded_.add(std::move(told));
    if (!untold_.empty()) wake();
}

void writer_core::arm(std::optional<steady_time> next) {
    if (!next) return timer_->stop();
    timer_->start(*next, [self = shared_from_this()] { self->pump(); });
}

std::string writer_core::name_of(std::size_t series) const {
    std::lock_guard const lock(mutex_);
    return queue_.name_of(series);
}

double writer_core::jitter() {
    return options_.random ? options_.random() : std::uniform_real_distribution<>(0, 1)(random_);
}

}  // namespace ddbsnap
