#include "torchserve_plugin/jni/log_lines.hpp"

#include <exception>
#include <fmt/format.h>

namespace ddbsnap::torchserve_plugin {

void log_lines::add(log_level level, std::string_view text) noexcept {
    try {
        std::lock_guard const lock(mutex_);
        if (waiting_.size() >= most) {
            ++dropped_;
            return;
        }
        waiting_.push_back({level, std::string(text)});
    } catch (std::exception const&) {
        return;  // A line is lost where there is no memory for it.
    }
    news_.notify_one();
}

std::optional<log_lines::line> log_lines::next(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    auto const is_over = [&] { return has_ended_ || !waiting_.empty() || dropped_ != 0; };
    if (at_most.count() < 0)
        news_.wait(lock, is_over);
    else
        news_.wait_for(lock, at_most, is_over);
    if (!waiting_.empty()) {
        auto first = std::move(waiting_.front());
        waiting_.pop_front();
        return first;
    }
    if (auto const dropped = std::exchange(dropped_, 0))
        return line{log_level::warning, fmt::format("{} lines of the log were dropped", dropped)};
    return std::nullopt;
}

void log_lines::end() noexcept {
    {
        std::lock_guard const lock(mutex_);
        has_ended_ = true;
    }
    news_.notify_all();
}

}  // namespace ddbsnap::torchserve_plugin
