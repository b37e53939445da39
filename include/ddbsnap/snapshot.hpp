#pragma once

#include <ddbsnap/result.hpp>
#include <ddbsnap/world.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap {

enum class body_kind { text, binary };

/// The most bytes that a body may have.
inline constexpr std::size_t max_snapshot_size = 64 << 20;

/// What a store knows of a snapshot without its body.
struct snapshot_info {
    std::string series;  ///< empty: the default series, the one TorchServe's plugin reads and writes
    std::string name;
    system_time created{};
    std::optional<std::uint64_t> size;  ///< of the body, in bytes, where it is known without reading it
    body_kind kind = body_kind::text;
    std::optional<system_time> expires;
};

/// One saved state of one server.
struct snapshot : snapshot_info {
    std::string body;
};

/// Checks a series name: empty, or 1 to 128 of `A-Z a-z 0-9 _ - .`, not starting with a dot.
/// @errors errc::invalid_name
result<void> check_series_name(std::string_view series);

/// Checks a snapshot name: 1 to 1,024 bytes of UTF-8 without control characters, not starting with `#` and
/// without `#part-` (both are the table's own).
/// @errors errc::invalid_name
result<void> check_snapshot_name(std::string_view name);

/// The name a snapshot gets when none is given: `yyyyMMddHHmmssSSS-snapshot.cfg` of its time, as TorchServe
/// does.
std::string default_snapshot_name(system_time created);

}  // namespace ddbsnap
