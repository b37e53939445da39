#pragma once

#include <ddbsnap/world.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap::aws {

/// Clocks this far apart make signatures invalid soon; below, a failed signature has another cause.
inline constexpr std::chrono::minutes notable_skew{4};

/// By how much the server's clock is ahead of `now`, if its `Date` header says that it is notably off.
std::optional<std::chrono::milliseconds> skew_to(std::optional<std::string_view> date_header,
                                                 system_time now);

/// "this machine's clock is 60 min behind the server's", if the response's `Date` header says so.
std::optional<std::string> describe_skew(std::optional<std::string_view> date_header, system_time now);

}  // namespace ddbsnap::aws
