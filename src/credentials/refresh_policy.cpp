#include "credentials/refresh_policy.hpp"

#include <algorithm>

namespace ddbsnap {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr milliseconds lead = 5min;
constexpr milliseconds lead_spread = 1min;
constexpr milliseconds first_pause = 1s;
constexpr milliseconds longest_pause = 1min;
constexpr milliseconds between_forced = 10s;

milliseconds part_of(milliseconds whole, double part) {
    return milliseconds(static_cast<milliseconds::rep>(static_cast<double>(whole.count()) * part));
}

}  // namespace

refresh_policy::advice refresh_policy::at(system_time now) const noexcept {
    if (has_keys_ && now < fresh_until_) return advice::use;
    bool const may_load = now >= not_before_;
    if (has_keys_ && now < usable_until_) return may_load ? advice::use_and_renew : advice::use;
    return may_load ? advice::wait : advice::give_up;
}

void refresh_policy::loaded(system_time now, std::optional<system_time> expiration, double jitter) noexcept {
    has_keys_ = true;
    failures_ = 0;
    not_before_ = system_time::min();
    fresh_until_ = usable_until_ = system_time::max();
    if (!expiration) return;
    if (*expiration <= now) {
        fresh_until_ = not_before_ = now + longest_pause;
        return;
    }
    auto const left = *expiration - now;
    usable_until_ = *expiration;
    fresh_until_ = *expiration - std::min(lead + part_of(lead_spread, jitter), left / 2);
}

void refresh_policy::failed(system_time now, double jitter) noexcept {
    auto const doubled = first_pause * (1 << std::min(failures_++, 6));
    auto const pause = std::min(doubled, longest_pause);
    not_before_ = now + pause / 2 + part_of(pause / 2, jitter);
}

bool refresh_policy::may_force(system_time now) noexcept {
    if (now >= last_forced_ && now < last_forced_ + between_forced) return false;
    last_forced_ = now;
    return true;
}

std::optional<system_time> refresh_policy::next_load() const noexcept {
    if (!has_keys_ || fresh_until_ == system_time::max()) return std::nullopt;
    return std::max(fresh_until_, not_before_);
}

}  // namespace ddbsnap
