#pragma once

#include <ddbsnap/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace ddbsnap {

/// Whether the bytes begin as gzip does. Services label plain text as gzip now and then.
bool looks_like_gzip(std::string_view bytes) noexcept;

/// What was compressed: all members of it, with their checksums verified.
///
/// @param at_most  bytes; a few that were sent can be made to stand for gigabytes
/// @errors errc::malformed_response when it is cut off, damaged, or followed by something else;
///         errc::response_too_large
result<std::string> gunzip(std::string_view bytes, std::size_t at_most);

}  // namespace ddbsnap
