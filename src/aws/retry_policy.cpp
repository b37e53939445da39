#include "aws/retry_policy.hpp"

#include <algorithm>
#include <cmath>

namespace ddbsnap::aws {

retry_class classify(failure const& f) noexcept {
    auto const code = f.code();
    if (code == condition::throttled) return retry_class::throttling;
    if (code == service_errc::replicated_write_conflict || code == service_errc::request_timeout)
        return retry_class::transient;
    if (code == errc::connection_closed || code == errc::connect_failed || code == errc::timeout ||
        code == errc::checksum_mismatch || code == errc::resolve_failed)
        return retry_class::transient;
    switch (f.details().http_status) {
        case 500:
        case 502:
        case 503:
        case 504:
            return retry_class::transient;
        default:
            return retry_class::no;
    }
}

std::optional<std::chrono::milliseconds> retry_policy::after_failure(
    call_state& call, failure const& f, double jitter, std::optional<milliseconds> retry_after) {
    using std::chrono::seconds;
    auto const kind = classify(f);
    if (kind == retry_class::no || call.attempts >= max_attempts_) return std::nullopt;
    bool const throttled = kind == retry_class::throttling;
    int const cost = throttled ? 5 : 14;
    if (tokens_ < cost) return std::nullopt;
    tokens_ -= cost;
    call.paid = cost;

    double const base = throttled ? 1000 : 25;
    double const ceiling = std::min(base * std::exp2(call.attempts - 1), 20'000.0);
    milliseconds const delay(static_cast<long>(jitter * ceiling));
    if (!retry_after) return delay;
    return std::clamp(*retry_after, delay, delay + milliseconds(seconds(5)));
}

void retry_policy::after_success(call_state const& call) noexcept {
    tokens_ = std::min(capacity, tokens_ + (call.attempts > 1 ? call.paid : 1));
}

}  // namespace ddbsnap::aws
