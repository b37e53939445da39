// What the pool does on its own: connections come and go.
#include "net/connection_pool.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace ddbsnap::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string in_words(milliseconds time) {
    if (time < std::chrono::seconds(1)) return fmt::format("{} ms", time.count());
    return fmt::format("{:g} s", std::round(static_cast<double>(time.count()) / 100) / 10);
}

}  // namespace

void connection_pool::open_missing(steady_time now) {
    if (is_shut_down_) return;
    for (auto n = policy_.missing(counts(), now); n > 0; --n)
        opener_.open(executor_, [self = shared_from_this()](auto got, std::chrono::nanoseconds took) {
            self->has_opened(std::move(got), took);
        });
    look_by(policy_.next_check(counts(), now));
}

void connection_pool::has_opened(result<std::unique_ptr<byte_stream>> got, std::chrono::nanoseconds took) {
    auto const now = steady_clock::now();
    if (!got) {
        report({connection_event::kind::failed, reason::none, endpoint_, got.error().code(), took});
        return has_failed(std::move(got).error(), now);
    }
    policy_.opened();
    last_failure_.reset();
    connection_event event{connection_event::kind::opened, reason::none, endpoint_, {}, took};
    event.resumed_session = (*got)->has_resumed_session();
    report(event);
    place({*std::move(got), policy_.begin_life(now, random(), random()), true}, now);
}

void connection_pool::has_failed(failure why, steady_time now) {
    policy_.failed_to_open(now, random());
    if (!waiting_.empty()) waiting_.front().serve(why);
    last_failure_ = std::move(why);
    open_missing(now);
    rest_if_empty();
}

// Gives a connection that nobody has to whom it is due.
void connection_pool::place(pooled_connection c, steady_time now) {
    using verdicts = pool_policy::return_verdict;
    if (is_shut_down_) return closed(std::move(c), reason::shutdown);
    auto const verdict = policy_.judge_returned(c.life, counts(), now);
    if (verdict == verdicts::hand_over && !c.is_fresh && !c.stream->is_quiet()) {
        closed(std::move(c), reason::peer);
        return open_missing(now);
    }
    c.life.idle_since = now;
    switch (verdict) {
        case verdicts::hand_over:
            ++busy_;
            return waiting_.front().serve(lease(*this, std::move(c)));
        case verdicts::keep:
            return keep(std::move(c));
        case verdicts::close_age:
            closed(std::move(c), reason::age);
            return open_missing(now);
        case verdicts::close_surplus:
            if (idle_.empty()) return closed(std::move(c), reason::surplus);
            close_idle(0, reason::surplus);  // which has been idle for longest
            return keep(std::move(c));
    }
}

void connection_pool::keep(pooled_connection c) {
    c.is_fresh = false;
    look_by(c.life.close_at());
    auto const now = c.life.idle_since;
    idle_.push_back(std::move(c));
    look_by(policy_.next_check(counts(), now));
}

// Why an idle connection cannot stay, if there is something.
connection_pool::reason connection_pool::fault_of(pooled_connection const& c,
                                                  steady_time now) const noexcept {
    auto const verdict = pool_policy::judge_idle(c.life, now);
    if (verdict == pool_policy::idle_verdict::close_age) return reason::age;
    if (verdict == pool_policy::idle_verdict::close_idle) return reason::idle;
    return c.stream->is_quiet() ? reason::none : reason::peer;
}

void connection_pool::closed(pooled_connection c, reason why) noexcept {
    c.stream.reset();
    report({connection_event::kind::closed, why, endpoint_, {}});
}

void connection_pool::close_idle(std::size_t at, reason why) noexcept {
    auto c = std::move(idle_[at]);
    idle_.erase(idle_.begin() + static_cast<std::ptrdiff_t>(at));
    closed(std::move(c), why);
}

// With nothing to look after, nothing may reach for a loop that may be gone soon.
void connection_pool::rest_if_empty() noexcept {
    if (!timer_ || counts().connections() + waiting_.size() != 0 || look_at_ == steady_time::max()) return;
    if (policy_.next_check(counts(), steady_clock::now()) != steady_time::max()) return;
    look_at_ = steady_time::max();
    timer_->stop();
}

void connection_pool::look(steady_time now) {
    look_at_ = steady_time::max();
    auto next = deadlines_.expire(now);
    for (auto i = idle_.size(); i-- > 0;)
        if (auto const why = fault_of(idle_[i], now); why != reason::none) close_idle(i, why);
    for (auto const& c : idle_) next = std::min(next, c.life.close_at());
    open_missing(now);
    look_by(next);
}

// The timer stays as it is when it is due earlier: it will find out what comes next.
void connection_pool::look_by(steady_time at) {
    if (at >= look_at_ || !timer_) return;
    look_at_ = at;
    // Not before the time: that would be a look too early, and another one.
    auto const after = std::chrono::ceil<milliseconds>(at - steady_clock::now());
    timer_->start(std::clamp<milliseconds>(after, milliseconds(0), std::chrono::hours(1)),
                  [this] { look(steady_clock::now()); });
}

void connection_pool::report(connection_event const& event) const noexcept {
    if (settings_.observer) settings_.observer->on_connection(event);
}

failure connection_pool::gave_up(std::chrono::nanoseconds after) const {
    auto const ms = std::chrono::duration_cast<milliseconds>(after);
    auto text = fmt::format("no connection to {} in {}", to().to_string(), in_words(ms));
    if (last_failure_)
        return failure(errc::timeout, fmt::format("{}; last attempt: {}", text, last_failure_->message()),
                       last_failure_->details().next_step);
    if (busy_ != 0)
        return failure(errc::timeout, text + fmt::format(": all {} are in use", busy_),
                       "allow more connections (max_connections), or send less at once");
    return failure(
        errc::timeout, std::move(text),
        "check that the endpoint is reachable from here (security groups, proxies, VPC endpoints)");
}

failure connection_pool::refused() const {
    return failure(errc::too_many_waiting,
                   fmt::format("all {} connections to {} are in use, and {} calls wait for one",
                               policy_.max_connections(), to().to_string(), waiting_.size()),
                   "send less at once, or allow more connections (max_connections)");
}

double connection_pool::random() {
    return settings_.random ? settings_.random() : std::uniform_real_distribution<>(0, 1)(generator_);
}

}  // namespace ddbsnap::net
