#include "net/pool_policy.hpp"

#include "net/later.hpp"

#include <algorithm>

namespace ddbsnap::net {
namespace {

using std::chrono::milliseconds;

// Nothing tells the pool that a server closed an idle connection: it has to look. Often enough that a warm
// connection is rarely missed, seldom enough that an idle process sleeps.
constexpr milliseconds check_warm_every{5'000};
constexpr milliseconds shortest_warm_age{1'000};
constexpr milliseconds first_pause{250}, longest_pause{30'000};

// Two numbers that may both be anything, without wrapping around.
constexpr std::size_t beyond(std::size_t a, std::size_t b) noexcept { return a > b ? a - b : 0; }

// Up to a quarter less, lest what began together ends together.
milliseconds shortened(milliseconds time, double part) noexcept {
    return time - milliseconds(static_cast<long>(static_cast<double>(time.count()) * 0.25 * part));
}

}  // namespace

steady_time connection_life::close_at() const noexcept {
    return std::min(later(idle_since, idle_for_at_most), retire_at);
}

pool_policy::pool_policy(connection_options const& o, std::size_t most_idle) noexcept
    : min_warm_(std::min({o.min_warm, std::max<std::size_t>(o.max_connections, 1), most_idle})),
      max_connections_(std::max<std::size_t>(o.max_connections, 1)),
      max_waiting_(o.max_waiting),
      most_idle_(most_idle),
      // Warm connections that are too old at once would be replaced without end.
      max_idle_(min_warm_ == 0 ? o.max_idle : std::max(o.max_idle, shortest_warm_age)),
      max_age_(min_warm_ == 0 ? o.max_age : std::max(o.max_age, shortest_warm_age)) {}

pool_policy::need_verdict pool_policy::need(pool_counts const& n) const noexcept {
    if (n.idle > 0) return need_verdict::take;
    if (n.opening > n.waiting)
        return need_verdict::wait;  // one is being opened ahead: it will be there sooner
    if (n.connections() < max_connections_) return need_verdict::open;
    // Those for whom a connection is being opened do not queue for one of somebody else.
    return beyond(n.waiting, n.opening) < max_waiting_ ? need_verdict::wait : need_verdict::refuse;
}

pool_policy::return_verdict pool_policy::judge_returned(connection_life const& life, pool_counts const& n,
                                                        steady_time now) const noexcept {
    // A call is served by what was opened for it, however short its life is to be.
    bool const is_needed = n.waiting > 0 && !life.was_used;
    if (now >= life.retire_at && !is_needed) return return_verdict::close_age;
    if (n.waiting > 0) return return_verdict::hand_over;
    return n.idle < most_idle_ ? return_verdict::keep : return_verdict::close_surplus;
}

pool_policy::idle_verdict pool_policy::judge_idle(connection_life const& life, steady_time now) noexcept {
    if (now >= life.retire_at) return idle_verdict::close_age;
    return now >= life.close_at() ? idle_verdict::close_idle : idle_verdict::keep;
}

std::size_t pool_policy::missing_warm(pool_counts const& n) const noexcept {
    auto const spoken_for = std::max(n.opening, n.waiting);
    return beyond(min_warm_, n.busy + n.idle + spoken_for);
}

std::size_t pool_policy::missing(pool_counts const& n, steady_time now) const noexcept {
    auto const for_calls = beyond(n.waiting, n.opening);
    auto const ahead = now >= warm_again_at_ ? missing_warm(n) : 0;
    return std::min(for_calls + ahead, beyond(max_connections_, n.connections()));
}

std::size_t pool_policy::surplus_openings(pool_counts const& n) const noexcept {
    return std::min(beyond(n.opening, n.waiting), beyond(n.connections(), min_warm_));
}

connection_life pool_policy::begin_life(steady_time now, double idle_part, double age_part) const noexcept {
    return {now, later(now, shortened(max_age_, age_part)), shortened(max_idle_, idle_part), false};
}

void pool_policy::failed_to_open(steady_time now, double part) noexcept {
    auto const pause = std::min(first_pause * (1 << std::min(failures_++, 7)), longest_pause);
    warm_again_at_ = now + shortened(pause, part);
}

steady_time pool_policy::next_check(pool_counts const& n, steady_time now) const noexcept {
    if (min_warm_ == 0) return steady_time::max();
    if (missing_warm(n) > 0 && now < warm_again_at_) return warm_again_at_;
    return n.idle > 0 ? now + check_warm_every : steady_time::max();
}

}  // namespace ddbsnap::net
