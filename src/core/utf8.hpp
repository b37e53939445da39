#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ddbsnap {

/// What begins at a position of a UTF-8 text.
struct utf8_unit {
    char32_t code_point = 0;
    std::size_t length = 0;  ///< in bytes; 0 when the bytes there are not UTF-8
};

/// Reads the code point at `position`, which must be inside of the text. Overlong forms, values above
/// U+10FFFF and cut-off sequences are not UTF-8; nor are surrogates, unless `surrogates` asks for WTF-8, in
/// which a surrogate without its partner stands as three bytes of its own.
enum class surrogates { refuse, accept };
utf8_unit read_utf8(std::string_view text, std::size_t position,
                    surrogates lone = surrogates::refuse) noexcept;

bool is_utf8(std::string_view text) noexcept;

/// Appends a code point, which may be a surrogate (as WTF-8), up to U+10FFFF.
void append_utf8(std::string& text, char32_t code_point);

}  // namespace ddbsnap
