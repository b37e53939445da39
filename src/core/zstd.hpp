#pragma once

#include <ddbsnap/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace ddbsnap {

/// Whether this build can compress and decompress: see DDBSNAP_WITH_ZSTD.
bool has_zstd() noexcept;

/// One frame that says how much it stands for; empty where this build cannot.
std::string zstd_compressed(std::string_view bytes);

/// What one frame stands for. Nothing larger than `at_most` is ever allocated.
///
/// @errors errc::corrupt_snapshot: cut off, damaged, does not say its size, stands for more than `at_most`,
/// or
///         is followed by something else; errc::not_supported where this build cannot
result<std::string> zstd_decompressed(std::string_view frame, std::size_t at_most);

}  // namespace ddbsnap
