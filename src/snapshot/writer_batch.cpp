// One batch of a writer: what is sent, and what the store's answer means.

#include "aws/retry_policy.hpp"
#include "net/blocking.hpp"
#include "net/cancelled.hpp"
#include "net/no_throw_scope.hpp"
#include "net/spawn.hpp"
#include "snapshot/save_verdict.hpp"
#include "snapshot/writer_core.hpp"

#include <boost/asio/post.hpp>

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

// Copying more than this takes too long for a loop that others use.
constexpr std::size_t small = 64 * 1024;

std::vector<save_request> copy_of(std::vector<queued> const& batch, std::vector<std::string> const& series) {
    std::vector<save_request> requests;
    requests.reserve(batch.size());
    for (std::size_t i = 0; i != batch.size(); ++i) {
        auto const& s = *batch[i];
        requests.push_back({series[i], s.name(), *s.text(), s.details.kind, s.created, s.details.ttl});
    }
    return requests;
}

std::size_t bytes_of(std::vector<queued> const& batch) {
    std::size_t sum = 0;
    for (auto const& s : batch) sum += s->text()->size();
    return sum;
}

}  // namespace

void writer_core::start_batch(std::vector<queued> batch) {
    auto const signal = flights_.emplace(flights_.end());
    auto ended = [self = shared_from_this(), signal](std::exception_ptr const& thrown) {
        self->flights_.erase(signal);
        {
            std::lock_guard const lock(self->mutex_);
            self->queue_.land();
        }
        self->pump();
        if (thrown) std::rethrow_exception(thrown);
    };
    net::spawn(executor_, net::without_throwing(send(std::move(batch))), std::move(ended), signal->slot());
}

// Nothing stays under way when it ends, however that is. What was put back on the way may be another batch's
// already.
asio::awaitable<void> writer_core::send(std::vector<queued> batch) {
    std::string thrown = "a cancellation";
    try {
        for (auto& s : batch) {
            bool const is_ready = co_await make_ready(s);
            if (is_ready) continue;
            s = nullptr;
            wake();  // what became of it concerns others before the rest has landed
        }
        std::erase(batch, nullptr);
        bool const is_cancelled = co_await net::is_cancelled();
        if (!batch.empty() && !is_cancelled) {
            co_await send_ready(batch);
            batch.clear();
        }
    } catch (std::exception const& e) {
        thrown = e.what();
    } catch (...) {
        thrown = "an exception of an unknown type";
    }
    for (auto const& s : batch)
        if (s && is_under_way(s))
            set_back(s, failure(errc::operation_aborted, fmt::format("saving ended with \"{}\"", thrown)),
                     jitter());
}

bool writer_core::is_under_way(queued const& s) const {
    std::lock_guard const lock(mutex_);
    return queue_.is_under_way(s);
}

asio::awaitable<void> writer_core::send_ready(std::vector<queued> const& ready) {
    auto const begun = outside_.clock->steady_now();
    auto requests = co_await requests_of(ready);
    auto output = co_await store_all(requests);
    // They hold copies of the bodies; see discarded.
    asio::post(net::blocking_thread(), [r = std::move(requests)] {});
    {
        std::lock_guard const lock(mutex_);
        queue_.count_batch(output.requests, output.write_units, outside_.clock->steady_now() - begun);
    }
    settle(ready, std::move(output));
}

asio::awaitable<std::vector<save_request>> writer_core::requests_of(std::vector<queued> const& batch) {
    std::vector<std::string> series;
    for (auto const& s : batch) series.push_back(name_of(s->series));
    if (bytes_of(batch) <= small) co_return copy_of(batch, series);
    std::vector<save_request> requests;
    auto copy = [&] { requests = copy_of(batch, series); };
    co_await net::run_job(copy);
    co_return requests;
}

asio::awaitable<save_all_output> writer_core::store_all(std::vector<save_request> const& requests) {
    save_all_output output;
    std::string thrown;
    try {
        output = co_await store_->save_all(requests);
    } catch (std::exception const& e) {
        thrown = e.what();
    } catch (...) {
        thrown = "an exception of an unknown type";
    }
    // A store that throws, or forgets some, is broken; what it was given is not lost for that.
    while (output.snapshots.size() < requests.size())
        output.snapshots.emplace_back(
            failure(errc::operation_aborted, fmt::format("the store gave no answer: {}", thrown)));
    co_return output;
}

void writer_core::settle(std::vector<queued> const& batch, save_all_output output) {
    auto const spread = jitter();  // the same for all: they go together again
    auto const now = outside_.clock->steady_now();
    bool all_went_well = true;
    for (std::size_t i = 0; i != batch.size(); ++i) {
        auto& answer = output.snapshots[i];
        if (answer) {
            std::lock_guard const lock(mutex_);
            queue_.on_stored(batch[i], *answer, now);
            continue;
        }
        saving_log_.on_failure(answer.error(), now);
        all_went_well = false;
        set_back_or_refuse(batch[i], std::move(answer).error(), spread);
    }
    if (all_went_well) saving_log_.on_success(now);
}

void writer_core::set_back_or_refuse(queued const& s, failure why, double spread) {
    if (judge_save(why) == save_verdict::again)
        set_back(s, std::move(why), spread);
    else
        refuse(s, std::move(why));
}

void writer_core::set_back(queued const& s, failure why, double spread) {
    bool const is_throttling = why.code() == condition::throttled;
    auto const pause = aws::back_off(s->attempts, is_throttling, spread);
    std::lock_guard const lock(mutex_);
    queue_.on_setback(s, std::move(why), is_throttling, pause, outside_.clock->steady_now());
}

void writer_core::refuse(queued const& s, failure why) {
    bool const is_snapshots_fault = judge_save(why) == save_verdict::refused_snapshot;
    std::lock_guard const lock(mutex_);
    queue_.on_refused(s, std::move(why), is_snapshots_fault, outside_.clock->steady_now());
}

}  // namespace ddbsnap
