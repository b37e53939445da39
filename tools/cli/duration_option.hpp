#pragma once

#include <ddbsnap/result.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace ddbsnap::cli {

/// `250ms`, or what parse_duration() takes: `45s`, `90m`, `12h`, `30d`.
std::optional<std::chrono::milliseconds> parse_short_duration(std::string_view text);

}  // namespace ddbsnap::cli
