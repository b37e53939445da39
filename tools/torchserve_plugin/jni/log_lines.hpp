#pragma once

#include <ddbsnap/log.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap::torchserve_plugin {

/// Lines of the log on their way to the thread that fetches them. Who adds one never waits: of lines that
/// nobody fetches the first thousand are kept, and how many were dropped is the line behind them.
///
/// @thread_safety everything may be called from any thread at any time
class log_lines {
   public:
    static constexpr std::size_t most = 1000;

    struct line {
        log_level level = log_level::info;
        std::string text;
    };

    void add(log_level, std::string_view) noexcept;
    /// Nothing when there is none within the time, which is for ever where it is negative, or after end().
    std::optional<line> next(std::chrono::milliseconds at_most);
    /// Ends all waiting, from now on.
    void end() noexcept;

   private:
    std::mutex mutex_;
    std::condition_variable news_;
    std::deque<line> waiting_;
    std::size_t dropped_ = 0;
    bool has_ended_ = false;
};

}  // namespace ddbsnap::torchserve_plugin
