#pragma once

#include <string>
#include <string_view>

namespace ddbsnap {

// ASCII alone, whatever the locale says.

inline constexpr std::string_view ascii_whitespace = " \t\r\n\v\f";

constexpr char to_lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

inline std::string to_lower(std::string_view text) {
    std::string lower(text);
    for (auto& c : lower) c = to_lower(c);
    return lower;
}

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

constexpr bool is_alphanumeric(char c) noexcept {
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z');
}

constexpr std::string_view trim(std::string_view text, std::string_view what = ascii_whitespace) noexcept {
    auto const first = text.find_first_not_of(what);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(what) - first + 1);
}

constexpr bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (to_lower(a[i]) != to_lower(b[i])) return false;
    return true;
}

}  // namespace ddbsnap
