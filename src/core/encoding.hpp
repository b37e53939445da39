#pragma once

#include <string>
#include <string_view>

namespace ddbsnap {

/// Appends `bytes` as lower-case hexadecimal digits.
void append_hex(std::string& out, std::string_view bytes);
std::string to_hex(std::string_view bytes);

/// Appends `bytes` in base64 (RFC 4648, section 4), padded.
void append_base64(std::string& out, std::string_view bytes);
std::string to_base64(std::string_view bytes);

/// Appends what base64 `text` stands for. Strict: full groups of four, padding where it belongs, no white
/// space, no stray bits in the last group. Returns false and leaves `out` unchanged otherwise.
[[nodiscard]] bool append_from_base64(std::string& out, std::string_view text);

/// Whether a byte stands for itself in a percent-encoded text: `A-Z a-z 0-9 - . _ ~` (RFC 3986, section 2.3).
constexpr bool is_unreserved(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

enum class slashes { encode, keep };

/// Appends `text` with every byte that is not unreserved as `%XX`, upper case.
void append_percent_encoded(std::string& out, std::string_view text, slashes = slashes::encode);
std::string percent_encoded(std::string_view text, slashes = slashes::encode);

/// Whether `text` starts with `%` and two hexadecimal digits.
bool starts_with_escape(std::string_view text) noexcept;

/// `text` with its `%XX` resolved. A `%` that starts no escape stands for itself; so does `+`.
std::string percent_decoded(std::string_view text);

}  // namespace ddbsnap
