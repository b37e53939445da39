#include "aws/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace ddbsnap::aws {
namespace {

// All of them as the AWS SDKs have them.
constexpr double min_fill_rate = 0.5;
constexpr double min_capacity = 1;
constexpr double smoothing = 0.8;
constexpr double beta = 0.7;
constexpr double scale = 0.4;
constexpr double buckets_a_second = 2;
constexpr double most_above_measured = 2;

}  // namespace

rate_limiter::rate_limiter(seconds now) : refilled_(now), bucket_(std::floor(now.count())), throttled_(now) {}

rate_limiter::seconds rate_limiter::acquire(seconds now) {
    if (!limits_) return seconds(0);
    refill(now);
    if (tokens_ >= 1) {
        tokens_ -= 1;
        return seconds(0);
    }
    return seconds((1 - tokens_) / fill_rate_);
}

void rate_limiter::on_answer(bool throttled, seconds now) {
    measure(now);
    double wanted = 0;
    if (throttled) {
        last_max_ = limits_ ? std::min(measured_, fill_rate_) : measured_;
        time_window_ = seconds(std::cbrt(last_max_ * (1 - beta) / scale));
        throttled_ = now;
        wanted = last_max_ * beta;
        limits_ = true;
    } else {
        wanted = scale * std::pow((now - throttled_ - time_window_).count(), 3) + last_max_;
    }
    set_rate(std::min(wanted, most_above_measured * measured_), now);
}

void rate_limiter::measure(seconds now) {
    seconds const bucket(std::floor(now.count() * buckets_a_second) / buckets_a_second);
    counted_ += 1;
    if (bucket <= bucket_) return;
    double const current = counted_ / (bucket - bucket_).count();
    measured_ = current * smoothing + measured_ * (1 - smoothing);
    counted_ = 0;
    bucket_ = bucket;
}

void rate_limiter::refill(seconds now) {
    tokens_ = std::min(max_capacity_, tokens_ + (now - refilled_).count() * fill_rate_);
    refilled_ = now;
}

void rate_limiter::set_rate(double rate, seconds now) {
    refill(now);  // what accumulated until now did so at the old rate
    fill_rate_ = std::max(rate, min_fill_rate);
    max_capacity_ = std::max(rate, min_capacity);
    tokens_ = std::min(tokens_, max_capacity_);
}

}  // namespace ddbsnap::aws
