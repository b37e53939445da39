#pragma once

#include <ddbsnap/world.hpp>

#include <chrono>

namespace ddbsnap::net {

/// `by` after `from`. A setting such as milliseconds::max() stands for ever, and does not wrap around.
inline steady_time later(steady_time from, std::chrono::milliseconds by) noexcept {
    auto const room = std::chrono::floor<std::chrono::milliseconds>(steady_time::max() - from);
    return by < room ? from + by : steady_time::max();
}

}  // namespace ddbsnap::net
