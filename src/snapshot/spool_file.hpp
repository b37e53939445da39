#pragma once

#include <ddbsnap/snapshot.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap {

/// A snapshot as it stands in a file of the spool directory: lines of text about it, a blank line, the body.
///
///     ddbsnap spool 1
///     series host-7
///     name 20260102030405678-snapshot.cfg
///     created 1767323045678
///     kind text
///     ttl 3600
///     size 12
///     sha256 <64 hexadecimal digits, of the lines above and the body>
struct spooled_snapshot {
    std::string series;
    std::string name;
    system_time created{};
    body_kind kind = body_kind::text;
    std::optional<std::chrono::seconds> ttl;
    std::size_t size = 0;
};

/// All but the body, which goes after it.
std::string spool_header(spooled_snapshot const& about, std::string_view body);

/// Reads a file, or as much of its beginning as holds all but the body.
/// @errors errc::corrupt_snapshot
result<spooled_snapshot> parse_spool_header(std::string_view bytes);

struct whole_spool_file {
    spooled_snapshot about;
    std::string_view body;  ///< in the bytes that were read
};

/// Reads a whole file, with its hash compared.
/// @errors errc::corrupt_snapshot
result<whole_spool_file> parse_spool_file(std::string_view bytes);

/// As much of a file as its lines can take: a series, a name and some numbers.
inline constexpr std::size_t most_spool_header = 4096;

/// `host-7.snapshot`, or `~.snapshot` for the unnamed series: one file for each.
std::string spool_file_name(std::string_view series);

}  // namespace ddbsnap
