// How a writer keeps its spool directory up to date: one file at a time, on the blocking thread.

#include "net/blocking.hpp"
#include "net/no_throw_scope.hpp"
#include "net/spawn.hpp"
#include "snapshot/writer_core.hpp"

namespace ddbsnap {

namespace asio = boost::asio;

void writer_core::start_spooling(writer_queue::spool_step step) {
    is_spooling_ = true;
    auto ended = [self = shared_from_this()](std::exception_ptr const& thrown) {
        self->is_spooling_ = false;
        self->pump();
        if (thrown) std::rethrow_exception(thrown);
    };
    net::spawn(executor_, spool(std::move(step)), std::move(ended));
}

asio::awaitable<void> writer_core::spool(writer_queue::spool_step step) {
    auto const series = step.series;
    auto const number = step.snapshot ? step.snapshot->number : 0;
    auto const name = name_of(series);
    result<void> written;
    auto write = [&] {
        if (!step.snapshot) return void(written = spool_->remove(name));
        auto const s = std::move(step.snapshot);  // perhaps the last to look at a large body
        spooled_snapshot const about{name, s->name(), s->created, s->details.kind, s->details.ttl};
        written = spool_->write(about, *s->text());
        s->is_being_spooled.store(false, std::memory_order_release);
    };
    co_await net::run_job(write);
    auto const now = outside_.clock->steady_now();
    std::optional<failure> failed;
    if (written) {
        spool_log_.on_success(now);
    } else {
        failed = std::move(written).error();
        spool_log_.on_failure(*failed, now);
    }
    std::lock_guard const lock(mutex_);
    queue_.on_spooled(series, number, std::move(failed), now);
}

asio::awaitable<result<snapshot>> writer_core::spooled(std::string series) {
    auto const self = shared_from_this();
    if (!spool_) co_return failure(errc::not_found, "the writer has no spool directory");
    if (auto ok = check_series_name(series); !ok) co_return std::move(ok).error();
    spooled_snapshot about;
    result<std::string> body;
    auto read = [&] { body = spool_->read(series, about); };
    co_await net::run_job(read);
    if (!body) co_return std::move(body).error();
    snapshot s;
    s.series = std::move(series);
    s.name = about.name;
    s.created = about.created;
    s.kind = about.kind;
    s.size = body->size();
    s.body = *std::move(body);
    co_return s;
}

// Before all is ended, so that it can be kept. Whether some of it is there now.
bool writer_core::produce_for_spool() {
    std::vector<queued> without_body;
    {
        std::lock_guard const lock(mutex_);
        without_body = queue_.take_unproduced();
    }
    bool is_some_there = false;
    for (auto const& s : without_body) {
        if (!produce(s)) continue;
        is_some_there = true;
        std::lock_guard const lock(mutex_);
        queue_.on_setback(s, failure(errc::operation_aborted, "the writer is being closed"), false,
                          std::chrono::milliseconds(0), outside_.clock->steady_now());
    }
    return is_some_there;
}

}  // namespace ddbsnap
