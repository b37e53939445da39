// What a writer's queue keeps in the spool directory, what it tells those who wait, and how it is emptied.

#include "net/later.hpp"
#include "snapshot/writer_queue.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

failure given_up(std::string_view series, std::unique_ptr<failure> last, std::string_view when) {
    auto const of =
        series.empty() ? std::string("a snapshot") : fmt::format("a snapshot of series {}", series);
    if (!last) return failure(errc::timeout, fmt::format("{} was not stored {}", of, when));
    auto f = *std::move(last);
    f.add_context(fmt::format("{} was not stored {}; last attempt", of, when));
    return failure(errc::timeout, std::move(f.details()));
}

}  // namespace

// The newest snapshot whose body is there. One that is being read out of the spool directory is there.
queued writer_queue::wanted_in_spool(one_series const& s) const {
    for (auto const& q : {s.waiting, s.flying})
        if (q && (q->text() || s.held == q->number)) return q;
    return nullptr;
}

bool writer_queue::is_spool_stale(one_series const& s) const {
    if (auto const wanted = wanted_in_spool(s)) return wanted->number > s.held;
    // It stays until that or something newer is stored, whatever becomes of what is newer.
    return s.held != 0 && (s.held <= s.stored || s.held == s.condemned);
}

bool writer_queue::list_for_spool(std::size_t i) {
    auto& s = series_[i];
    if (!settings_.has_spool || s.is_spool_listed || !is_spool_stale(s)) return false;
    s.is_spool_listed = true;
    spool_agenda_.push_back(i);
    return true;
}

std::optional<writer_queue::spool_step> writer_queue::next_spool_step(steady_time now) {
    if (now < spool_not_before_) return std::nullopt;
    while (!spool_agenda_.empty()) {
        auto const i = spool_agenda_.front();
        spool_agenda_.pop_front();
        auto& s = series_[i];
        s.is_spool_listed = false;
        if (!is_spool_stale(s)) continue;
        auto wanted = wanted_in_spool(s);
        s.being_written = wanted ? wanted->number : 0;
        if (wanted) wanted->is_being_spooled.store(true, std::memory_order_relaxed);
        return spool_step{i, std::move(wanted)};
    }
    return std::nullopt;
}

std::optional<steady_time> writer_queue::next_spool_time() const {
    return spool_agenda_.empty() ? std::nullopt : std::optional(spool_not_before_);
}

void writer_queue::on_spooled(std::size_t i, std::uint64_t number, std::optional<failure> failed,
                              steady_time now) {
    auto& s = series_[i];
    s.being_written = 0;
    if (failed) {
        ++stats_.spool_failures;
        if (!is_last_spooling_) spool_not_before_ = net::later(now, std::chrono::seconds(1));
        s.spool_failed = std::max(s.spool_failed, number);
        s.spool_failed_by = std::make_shared<failure const>(*std::move(failed));
    } else {
        spool_not_before_ = {};
        if (number != 0) ++stats_.spool_writes;
        s.held = number;
    }
    bool const was_its_last_try = is_last_spooling_ && s.held != number;
    if (!was_its_last_try) list_for_spool(i);
}

void writer_queue::begin_last_spooling() noexcept {
    is_last_spooling_ = true;
    spool_not_before_ = {};
}

std::vector<std::size_t> writer_queue::held_in_spool() const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i != series_.size(); ++i)
        if (series_[i].held != 0) found.push_back(i);
    return found;
}

void writer_queue::on_file_gone(std::size_t i) {
    series_[i].held = 0;
    list_for_spool(i);
}

std::vector<writer_queue::mark> writer_queue::marks() const {
    std::vector<mark> found;
    for (auto const& s : series_)
        if (auto const& newest = s.waiting ? s.waiting : s.flying)
            found.push_back({newest->series, newest->number});
    return found;
}

std::vector<writer_queue::mark> writer_queue::begin_flush(steady_time now) {
    auto const found = marks();
    for (auto const& m : found) {
        series_[m.series].not_before = std::min(series_[m.series].not_before, now);
        series_[m.series].flushed = m.number;
    }
    agenda_.set_times([this](std::size_t i) { return due_time(series_[i]); });
    return found;
}

bool writer_queue::is_flushing(std::vector<mark> const& marks) const {
    return std::any_of(marks.begin(), marks.end(),
                       [this](mark const& m) { return series_[m.series].is_on_its_way(m.number); });
}

std::vector<save_report> writer_queue::pending(std::vector<mark> const& marks) const {
    std::vector<save_report> found;
    for (auto const& m : marks) {
        auto const& s = series_[m.series];
        if (!s.is_on_its_way(m.number)) continue;
        bool const is_under_way = s.flying && s.flying->number >= m.number;
        if (s.flying) found.push_back(report_of(s.flying, s.name));
        if (s.waiting && !is_under_way) found.push_back(report_of(s.waiting, s.name));
    }
    return found;
}

std::vector<save_report> writer_queue::not_stored(std::vector<mark> const& marks) const {
    std::vector<save_report> found;
    for (auto const& m : marks) {
        auto const& s = series_[m.series];
        if (s.stored < m.number && s.failed >= m.number) found.push_back(*s.failed_as);
    }
    return found;
}

save_report writer_queue::report_of(queued const& s, std::string series) {
    save_report r;
    r.outcome = s->outcome;
    r.snapshot.series = std::move(series);
    r.snapshot.name = s->name();
    r.snapshot.created = s->created;
    r.snapshot.kind = s->details.kind;
    r.snapshot.size = s->size;
    if (s->why) r.why = *s->why;
    r.superseded_by_other = s->superseded_by_other;
    return r;
}

std::optional<writer_queue::arrival> writer_queue::arrival_of(std::size_t i, std::uint64_t number,
                                                              until level) const {
    auto const& s = series_[i];
    auto const by = [number](std::uint64_t arrived, save_outcome outcome) {
        return arrival{arrived == number ? outcome : save_outcome::superseded};
    };
    if (s.stored >= number) {
        auto a = by(s.stored, save_outcome::stored);
        a.superseded_by_other = a.outcome == save_outcome::stored && s.is_stored_by_other;
        return a;
    }
    bool const is_held = s.held >= number && s.held != s.condemned;
    if (level == until::spooled && is_held) return by(s.held, save_outcome::spooled);
    // That one held what this one held.
    if (s.failed >= number)
        return arrival{is_held ? save_outcome::spooled : save_outcome::failed, s.failed_as->why};
    if (level == until::spooled && s.spool_failed >= number)
        return arrival{save_outcome::failed, *s.spool_failed_by};
    return std::nullopt;
}

bool writer_queue::has_yet_to_be_spooled(queued_snapshot const& q) const {
    auto const& s = series_[q.series];
    return settings_.has_spool && s.held < q.number && s.spool_failed < q.number;
}

// No sooner than the spool works again.
std::chrono::milliseconds writer_queue::pause_for_spool(steady_time now) const {
    constexpr std::chrono::milliseconds to_write_a_file{50};
    return std::max(to_write_a_file, std::chrono::ceil<std::chrono::milliseconds>(spool_not_before_ - now));
}

steady_time writer_queue::end_of(queued_snapshot const& q) const {
    return std::max(net::later(q.accepted, settings_.deadline), q.given_until);
}

// A producer that has not been asked yet: others were under way all the time.
bool writer_queue::has_its_chance_to_come(queued_snapshot const& q) const {
    return q.attempts == 0 && std::holds_alternative<snapshot_producer>(q.body);
}

// Past its deadline, though not for ever: a disk may hang.
bool writer_queue::gives_time_to_spool(one_series& s, steady_time now) {
    constexpr std::chrono::seconds at_most{10};
    auto& q = *s.waiting;
    if (!q.text() || !has_yet_to_be_spooled(q)) return false;
    if (now >= net::later(net::later(q.accepted, settings_.deadline), at_most)) return false;
    q.given_until = s.not_before = net::later(now, pause_for_spool(now));
    return true;
}

void writer_queue::on_lost(queued const& q, failure why, steady_time now) {
    auto& s = series_[q->series];
    if (s.held == q->number) s.held = 0;
    if (s.waiting) return on_setback(q, std::move(why), false, {}, now);
    on_refused(q, std::move(why), true, now);
}

void writer_queue::on_refused(queued const& q, failure why, bool is_snapshots_fault, steady_time now) {
    auto& s = series_[q->series];
    // Where only the table or the keys are at fault, the spool has its turn first, so that nothing is lost.
    // It is sent again after pauses that grow: there may be many to write, or the disk hangs.
    if (!is_snapshots_fault && has_yet_to_be_spooled(*q)) {
        auto const growing = std::chrono::milliseconds(50) * (1 << std::clamp(q->attempts - 1, 0, 8));
        return on_setback(q, std::move(why), false, std::max(growing, pause_for_spool(now)), now);
    }
    // While this one was under way a newer one has come, which holds what it held, and does not depend on the
    // store.
    bool const is_overtaken = settings_.has_spool && s.waiting && s.held >= q->number;
    if (!is_snapshots_fault && is_overtaken) return end(take_back(q), save_outcome::superseded);
    bool const may_be_in_spool = q->number == s.held || q->number == s.being_written;
    if (is_snapshots_fault && may_be_in_spool) s.condemned = q->number;
    end_unstored(take_back(q), std::move(why));
}

// It stays in the spool directory if it is there, unless it could never be stored.
void writer_queue::end_unstored(queued q, failure why) {
    auto& s = series_[q->series];
    q->why = std::make_unique<failure>(std::move(why));
    bool const is_kept = s.held == q->number && s.condemned != q->number;
    q->outcome = is_kept ? save_outcome::spooled : save_outcome::failed;
    if (q->number > s.failed) {
        s.failed = q->number;
        s.failed_as = std::make_shared<save_report const>(report_of(q, s.name));
    }
    auto const i = q->series;
    auto const outcome = q->outcome;
    end(std::move(q), outcome);
    list_for_spool(i);
}

void writer_queue::give_up(std::size_t i, std::string_view when) {
    auto& s = series_[i];
    auto q = std::exchange(s.waiting, nullptr);
    auto why = given_up(s.name, std::move(q->why), when);
    end_unstored(std::move(q), std::move(why));
}

std::vector<queued> writer_queue::take_unproduced() {
    std::vector<queued> found;
    agenda_.extract_if([&](std::size_t i) {
        auto& s = series_[i];
        bool const is_one = s.waiting && std::holds_alternative<snapshot_producer>(s.waiting->body);
        if (is_one) found.push_back(s.flying = std::exchange(s.waiting, nullptr));
        return is_one;
    });
    return found;
}

std::size_t writer_queue::end_waiting(std::string_view when, bool only_settled) {
    auto const ends = [&](std::size_t i) {
        auto const& q = series_[i].waiting;
        return q &&
               (!only_settled || (q->text() && !has_yet_to_be_spooled(*q)) || series_[i].held == q->number);
    };
    agenda_.extract_if(ends);
    std::size_t ended = 0;
    for (std::size_t i = 0; i != series_.size(); ++i)
        if (ends(i)) give_up(i, when), ++ended;
    return ended;
}

}  // namespace ddbsnap
