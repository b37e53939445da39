#include "model_server/heartbeat.hpp"

namespace model_server {
namespace {

constexpr std::chrono::milliseconds interval{1};

}  // namespace

void heartbeat::start() {
    due_ = std::chrono::steady_clock::now() + interval;
    wait();
}

void heartbeat::wait() {
    timer_.expires_at(due_);
    timer_.async_wait([this](boost::system::error_code ec) {
        if (!ec && !is_stopped_) beat();
    });
}

// A loop that stood still for 100 ms has kept a hundred beats waiting, each one a millisecond less than the
// one before. All are counted: with only the first, the worst stalls would hardly weigh.
void heartbeat::beat() {
    auto const now = std::chrono::steady_clock::now();
    for (; due_ <= now; due_ += interval) lateness_.add(now - due_);
    wait();
}

}  // namespace model_server
