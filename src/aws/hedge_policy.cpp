#include "aws/hedge_policy.hpp"

#include <algorithm>
#include <cmath>

namespace ddbsnap::aws {

void latency_window::add(nanoseconds latency) {
    if (latencies_.size() < size) {
        latencies_.push_back(latency);
    } else {
        latencies_[next_] = latency;
        next_ = (next_ + 1) % size;
    }
    if (++since_ >= refresh && latencies_.size() >= least) work_out();
}

// The nearest-rank percentile.
void latency_window::work_out() {
    since_ = 0;
    sorted_ = latencies_;
    auto const rank = std::ceil(percentile_ / 100 * static_cast<double>(sorted_.size()));
    auto const at = std::clamp(static_cast<std::size_t>(rank), std::size_t{1}, sorted_.size()) - 1;
    std::nth_element(sorted_.begin(), sorted_.begin() + static_cast<std::ptrdiff_t>(at), sorted_.end());
    value_ = sorted_[at];
}

hedge_policy::hedge_policy(limits l)
    : limits_(l), windows_{latency_window(l.percentile), latency_window(l.percentile)} {}

std::optional<hedge_policy::nanoseconds> hedge_policy::delay(read what) const noexcept {
    auto const slow = windows_[static_cast<std::size_t>(what)].percentile();
    if (!is_on() || !slow) return std::nullopt;
    return std::max(*slow, limits_.at_least);
}

bool hedge_policy::spend() noexcept {
    if (budget_ < 1) return false;
    budget_ -= 1;
    return true;
}

void hedge_policy::on_answer(read what, nanoseconds latency) {
    if (!is_on()) return;
    budget_ = std::min(most_saved, budget_ + limits_.most);
    windows_[static_cast<std::size_t>(what)].add(latency);
}

}  // namespace ddbsnap::aws
