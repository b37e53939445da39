#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace ddbsnap {

enum class log_level { trace, debug, info, warning, error, off };

std::string_view to_string(log_level) noexcept;

/// Where the library's own log lines go: nowhere, unless a sink is given.
///
/// @thread_safety the sink may be called from any thread that uses the library; it must not block
class logger {
   public:
    using sink = std::function<void(log_level, std::string_view line)>;

    logger() = default;
    logger(log_level least, sink to) : least_(least), sink_(std::move(to)) {}

    bool is_on(log_level level) const noexcept { return sink_ && level >= least_; }

    /// Calls `build()` for the text only when the level is on.
    template <class Build>
    void write(log_level level, Build&& build) const {
        if (is_on(level)) sink_(level, std::forward<Build>(build)());
    }

   private:
    log_level least_ = log_level::off;
    sink sink_;
};

}  // namespace ddbsnap
