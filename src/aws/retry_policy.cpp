#include "aws/retry_policy.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ddbsnap::aws {
namespace {

using milliseconds = retry_policy::milliseconds;

}  // namespace

milliseconds back_off(int attempts, bool throttled, double jitter) noexcept {
    double const base = throttled ? 1000 : 25;
    // The random part is of the limited value, so that long pauses are spread as well as short ones.
    double const ceiling = std::min(base * std::exp2(attempts - 1), 20'000.0);
    return milliseconds(static_cast<long>(jitter * ceiling));
}

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

std::optional<milliseconds> parse_retry_after(std::optional<std::string_view> header) noexcept {
    long ms = 0;
    if (!header) return std::nullopt;
    auto const* const end = header->data() + header->size();
    auto const [at, ec] = std::from_chars(header->data(), end, ms);
    if (ec != std::errc{} || at != end || ms < 0) return std::nullopt;
    return milliseconds(ms);
}

std::optional<milliseconds> retry_policy::after_failure(call_state& call, setback const& what,
                                                        double jitter) {
    constexpr milliseconds most_on_top{5000};
    if (what.kind == retry_class::no || call.attempts >= max_attempts_) return std::nullopt;
    bool const throttled = what.kind == retry_class::throttling;
    auto pause = back_off(call.attempts, throttled, jitter);
    if (what.retry_after) pause = std::clamp(*what.retry_after, pause, pause + most_on_top);
    int const cost = throttled ? 5 : 14;
    if (pause >= what.left || tokens_ < cost) return std::nullopt;
    tokens_ -= cost;
    call.paid = cost;
    return pause;
}

void retry_policy::after_success(call_state const& call) noexcept {
    tokens_ = std::min(capacity, tokens_ + (call.paid != 0 ? call.paid : 1));
}

}  // namespace ddbsnap::aws
