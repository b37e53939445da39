#include "snapshot/writer_queue.hpp"

#include "net/later.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {

std::optional<std::size_t> writer_queue::find(std::string_view series) const {
    auto const found = by_name_.find(series);
    return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

std::size_t writer_queue::add(std::string_view series) {
    if (auto const known = find(series)) return *known;
    // Whatever finds no memory, the parts agree with each other.
    agenda_.make_room(series_.size() + 1);
    one_series added;
    added.name = series;
    series_.push_back(std::move(added));
    try {
        by_name_.emplace(series, series_.size() - 1);
    } catch (...) {
        series_.pop_back();
        throw;
    }
    return series_.size() - 1;
}

bool writer_queue::has_room(std::size_t bytes, std::size_t freed) const noexcept {
    return account_->load(std::memory_order_relaxed) - freed + bytes <= settings_.max_pending_bytes;
}

// The bytes of a snapshot that will be superseded are free at once if nothing else looks at it.
bool writer_queue::fits(one_series const& s, std::size_t bytes) {
    if (has_room(bytes)) return true;
    garbage_.release_bodies();
    ended_.release_bodies();
    bool const goes_at_once = s.waiting && is_last_holder(s.waiting);
    auto const freed = goes_at_once ? s.waiting->bytes() : 0;
    return has_room(bytes, freed - std::min(freed, queued_snapshot::overhead));
}

writer_queue::acceptance writer_queue::accept(std::size_t i, queued& s, steady_time now, system_time wall) {
    auto& of = series_[i];
    auto const bytes = s->size_to_count();
    if (!is_open_) return {make_error_code(errc::writer_closed)};
    if (!fits(of, bytes)) return {make_error_code(errc::queue_full)};
    if (of.is_idle()) of.flushed = 0;
    ++stats_.accepted;
    ++pending_;
    s->series = i;
    s->number = ++last_number_;
    s->accepted = now;
    s->created = std::max(s->details.created.value_or(wall), of.next_created);
    of.next_created = s->created + std::chrono::milliseconds(1);
    of.last = now;
    acceptance answer{{}, false, s->number, s->created};
    bool const is_first = !of.waiting;
    if (!is_first) {
        supersede(std::exchange(of.waiting, nullptr), bytes);
        answer.wakes = settings_.tells_ends;
    }
    s->count(bytes);
    of.waiting = std::move(s);
    if (is_first) of.first = now;
    if (is_first && !of.flying) {
        auto const due = due_time(of);
        auto const known = next_time();
        answer.wakes |= in_flight_ < settings_.max_in_flight && (!known || due < *known);
        agenda_.add(due, i);
    }
    if (settings_.has_spool && of.waiting->text()) answer.wakes |= list_for_spool(i);
    return answer;
}

// In save(): a large body is left to be freed elsewhere, unless memory is short.
void writer_queue::supersede(queued s, std::size_t bytes_wanted) {
    if (is_last_holder(s) && (s->bytes() < queued_snapshot::cheap_to_free || !has_room(bytes_wanted)))
        s->release_body();
    end(std::move(s), save_outcome::superseded);
}

void writer_queue::replay(std::size_t i, queued s, steady_time now) {
    auto& of = series_[i];
    s->series = i;
    s->number = ++last_number_;
    s->accepted = now;
    s->is_replayed = true;
    of.next_created = std::max(of.next_created, s->created + std::chrono::milliseconds(1));
    of.held = s->number;
    of.first = of.last = now;
    of.waiting = std::move(s);
    ++stats_.replayed;
    ++pending_;
    agenda_.add(now, i);
}

// Quiet for long enough, or waiting for long enough; after a setback not before its pause has ended. When its
// deadline ends it is looked at in any case.
steady_time writer_queue::due_time(one_series const& s) const {
    auto const by_rule =
        std::min(net::later(s.last, settings_.quiet), net::later(s.first, settings_.max_wait));
    bool const is_forced = s.is_on_its_way(s.flushed) || s.waiting->is_replayed;
    return std::min(std::max(is_forced ? s.first : by_rule, s.not_before), end_of(*s.waiting));
}

std::vector<queued> writer_queue::take_due(steady_time now) {
    std::vector<queued> batch;
    if (!is_sending_ || in_flight_ >= settings_.max_in_flight) return batch;
    while (batch.size() < most_in_batch) {
        auto const i = agenda_.pop(now);
        if (!i) break;
        auto& s = series_[*i];
        // Later saves have moved it on since it was entered.
        if (auto const due = due_time(s); due > now)
            agenda_.add(due, *i);
        else if (end_of(*s.waiting) > now || has_its_chance_to_come(*s.waiting))
            fly(*i, batch);
        else if (gives_time_to_spool(s, now))
            agenda_.add(due_time(s), *i);
        else
            give_up(*i, fmt::format("within {} ms", settings_.deadline.count()));
    }
    if (batch.empty()) return batch;
    if (batch.size() < most_in_batch) take_along(batch, now);
    ++in_flight_;
    return batch;
}

void writer_queue::fly(std::size_t i, std::vector<queued>& batch) {
    auto& s = series_[i];
    s.flying = std::move(s.waiting);
    if (s.flying->attempts++ != 0) ++stats_.retries;
    batch.push_back(s.flying);
}

// Series that change all the time come due at any moment, each by itself. Those that have waited for half of
// what they may go along with a batch that leaves anyway: from then on they are due together.
void writer_queue::take_along(std::vector<queued>& batch, steady_time now) {
    agenda_.extract_if([&](std::size_t i) {
        auto const& s = series_[i];
        bool const goes = batch.size() < most_in_batch && s.not_before <= now &&
                          net::later(s.first, settings_.max_wait / 2) <= now;
        if (goes) fly(i, batch);
        return goes;
    });
}

// It is not under way any more; what has come meanwhile is due by the rules.
queued writer_queue::take_back(queued const& q) {
    auto& s = series_[q->series];
    auto back = std::exchange(s.flying, nullptr);
    if (s.waiting) agenda_.add(due_time(s), q->series);
    return back;
}

void writer_queue::on_stored(queued const& q, save_receipt const& receipt, steady_time now) {
    auto& s = series_[q->series];
    if (q->number > s.stored) s.is_stored_by_other = !receipt.is_newest;
    s.stored = std::max(s.stored, q->number);
    s.not_before = {};
    q->superseded_by_other = !receipt.is_newest;
    q->why.reset();
    if (!receipt.is_newest) ++stats_.superseded_by_other;
    // What is saved from now on is the newest again, whatever the clocks say.
    if (receipt.newest)
        s.next_created = std::max(s.next_created, *receipt.newest + std::chrono::milliseconds(1));
    stats_.store_times.add(now - q->accepted);
    end(take_back(q), save_outcome::stored);
    list_for_spool(q->series);
}

void writer_queue::on_outdated(queued const& q, system_time newest) {
    auto& s = series_[q->series];
    s.next_created = std::max(s.next_created, newest + std::chrono::milliseconds(1));
    s.stored = std::max(s.stored, q->number);
    end(take_back(q), save_outcome::superseded);
    list_for_spool(q->series);
}

void writer_queue::on_setback(queued const& q, failure why, bool is_throttling,
                              std::chrono::milliseconds pause, steady_time now) {
    auto& s = series_[q->series];
    if (is_throttling) ++stats_.throttled;
    s.not_before = net::later(now, pause);
    q->why = std::make_unique<failure>(std::move(why));
    auto back = take_back(q);
    if (s.waiting) return end(std::move(back), save_outcome::superseded);
    s.first = back->accepted;
    s.waiting = std::move(back);
    agenda_.add(due_time(s), q->series);
}

bool writer_queue::make_room_for(queued const& s, std::size_t bytes) {
    if (s->bytes() == 0) bytes += queued_snapshot::overhead;  // found in the spool
    if (!has_room(bytes)) {
        garbage_.release_bodies();
        ended_.release_bodies();
    }
    if (!has_room(bytes)) return false;
    s->count(bytes);
    return true;
}

void writer_queue::on_produced(queued const& s, std::string body) {
    s->set_body(std::move(body));
    if (settings_.has_spool && !s->is_replayed) list_for_spool(s->series);
}

std::optional<steady_time> writer_queue::next_time() const {
    return is_sending_ && in_flight_ < settings_.max_in_flight ? agenda_.next_time() : std::nullopt;
}

void writer_queue::end(queued s, save_outcome outcome) {
    --pending_;
    switch (outcome) {
        case save_outcome::stored:
            ++stats_.stored;
            break;
        case save_outcome::superseded:
            ++stats_.superseded;
            s->why.reset();
            break;
        case save_outcome::spooled:
            ++stats_.spooled;
            break;
        case save_outcome::failed:
            ++stats_.failed;
            break;
    }
    s->outcome = outcome;
    if (settings_.tells_ends)
        ended_.push(std::move(s));
    else if (s->bytes() > queued_snapshot::overhead || !s->text())
        garbage_.push(std::move(s));
}

writer_stats writer_queue::stats() const {
    auto s = stats_;
    s.pending = pending_;
    s.pending_bytes = account_->load(std::memory_order_relaxed);
    return s;
}

void writer_queue::count_batch(std::size_t requests, double write_units, std::chrono::nanoseconds took) {
    ++stats_.batches;
    stats_.requests += requests;
    stats_.write_units += write_units;
    stats_.batch_times.add(took);
}

}  // namespace ddbsnap
