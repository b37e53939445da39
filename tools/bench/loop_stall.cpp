#include "bench/loop_stall.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <ctime>

namespace ddbsnap::bench {
namespace {

constexpr auto in_nanos(std::chrono::nanoseconds time) { return static_cast<std::uint64_t>(time.count()); }

std::uint64_t time_by(clockid_t clock) noexcept {
    timespec now{};
    ::clock_gettime(clock, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(now.tv_nsec);
}

}  // namespace

void loop_stall::delays::begin(std::uint64_t now) noexcept {
    last_ = now;
    due_ = now + in_nanos(interval);
}

void loop_stall::delays::ran(std::uint64_t now) noexcept {
    auto const gap = now - last_;
    last_ = now;
    longest_ = std::max(longest_, gap);
    over_budget_ += gap > in_nanos(budget);
    for (; due_ <= now; due_ += in_nanos(interval)) histogram_.add(now - due_);
}

void loop_stall::start() {
    is_running_ = true;
    wall_.begin(time_by(CLOCK_MONOTONIC));
    cpu_.begin(time_by(CLOCK_THREAD_CPUTIME_ID));
    boost::asio::post(loop_, [this] { beat(); });
}

void loop_stall::beat() {
    if (!is_running_) return;
    wall_.ran(time_by(CLOCK_MONOTONIC));
    cpu_.ran(time_by(CLOCK_THREAD_CPUTIME_ID));
    boost::asio::post(loop_, [this] { beat(); });
}

}  // namespace ddbsnap::bench
