#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace ddbsnap::aws {

/// Whether words of eight bytes can be looked at by marks_of(): its marks count from the first byte on.
inline constexpr bool has_json_marks = std::endian::native == std::endian::little;

inline constexpr std::uint64_t high_bits = 0x8080808080808080;

/// Marks the bytes of eight that stand in a JSON string only when escaped, or end it: quotes, backslashes and
/// control characters, each by its highest bit. The lowest mark is always right; a borrow may spoil those
/// above it.
constexpr std::uint64_t marks_of(std::uint64_t eight) noexcept {
    constexpr std::uint64_t each = 0x0101010101010101;
    auto const has_zero = [](std::uint64_t x) { return (x - each) & ~x & high_bits; };
    auto const control = (eight - 0x20 * each) & ~eight & high_bits;
    return control | has_zero(eight ^ '"' * each) | has_zero(eight ^ '\\' * each);
}

/// How many bytes come before the first mark.
constexpr std::ptrdiff_t unmarked(std::uint64_t marks) noexcept {
    return marks == 0 ? 8 : std::countr_zero(marks) / 8;
}

}  // namespace ddbsnap::aws
