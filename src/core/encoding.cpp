#include "core/encoding.hpp"

#include <array>
#include <cstdint>

namespace ddbsnap {
namespace {

constexpr std::string_view lower_digits = "0123456789abcdef";
constexpr std::string_view upper_digits = "0123456789ABCDEF";
constexpr std::string_view base64_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_digit = 0xff;

constexpr auto base64_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_digit);
    for (std::size_t i = 0; i < base64_letters.size(); ++i) {
        values[static_cast<unsigned char>(base64_letters[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}();

constexpr std::uint32_t byte_at(std::string_view text, std::size_t i) {
    return static_cast<unsigned char>(text[i]);
}

constexpr std::uint32_t base64_value(char c) { return base64_values[static_cast<unsigned char>(c)]; }

constexpr int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// The bytes of the last group, which holds one or two letters' worth of padding. False when it is malformed.
bool decode_last_group(std::string_view group, char* to, std::size_t padding) {
    std::uint32_t const a = base64_value(group[0]);
    std::uint32_t const b = base64_value(group[1]);
    std::uint32_t const c = padding == 2 ? 0 : base64_value(group[2]);
    if ((a | b | c) > 63) return false;
    std::uint32_t const bits = a << 18 | b << 12 | c << 6;
    // Bits no byte is made of must be zero, or two texts would stand for the same bytes.
    if ((bits & (padding == 2 ? 0xffffu : 0xffu)) != 0) return false;
    to[0] = static_cast<char>(bits >> 16);
    if (padding == 1) to[1] = static_cast<char>(bits >> 8);
    return true;
}

bool decode_full_groups(std::string_view text, char* to) {
    // Bad letters are gathered instead of branched on: the loop stays straight for large bodies.
    std::uint32_t seen = 0;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t const a = base64_value(text[i]), b = base64_value(text[i + 1]);
        std::uint32_t const c = base64_value(text[i + 2]), d = base64_value(text[i + 3]);
        seen |= a | b | c | d;
        std::uint32_t const bits = a << 18 | b << 12 | c << 6 | d;
        *to++ = static_cast<char>(bits >> 16);
        *to++ = static_cast<char>(bits >> 8);
        *to++ = static_cast<char>(bits);
    }
    return seen < 64;
}

}  // namespace

void append_hex(std::string& out, std::string_view bytes) {
    auto const start = out.size();
    out.resize(start + 2 * bytes.size());
    char* to = out.data() + start;
    for (char c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        *to++ = lower_digits[byte >> 4];
        *to++ = lower_digits[byte & 15];
    }
}

std::string to_hex(std::string_view bytes) {
    std::string out;
    append_hex(out, bytes);
    return out;
}

void append_base64(std::string& out, std::string_view bytes) {
    auto const start = out.size();
    out.resize(start + (bytes.size() + 2) / 3 * 4);
    char* to = out.data() + start;
    std::size_t i = 0;
    for (; i + 3 <= bytes.size(); i += 3) {
        std::uint32_t const bits =
            byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
        *to++ = base64_letters[bits >> 18];
        *to++ = base64_letters[bits >> 12 & 63];
        *to++ = base64_letters[bits >> 6 & 63];
        *to++ = base64_letters[bits & 63];
    }
    auto const rest = bytes.size() - i;
    if (rest == 0) return;
    std::uint32_t const bits = byte_at(bytes, i) << 16 | (rest == 2 ? byte_at(bytes, i + 1) << 8 : 0);
    *to++ = base64_letters[bits >> 18];
    *to++ = base64_letters[bits >> 12 & 63];
    *to++ = rest == 2 ? base64_letters[bits >> 6 & 63] : '=';
    *to++ = '=';
}

std::string to_base64(std::string_view bytes) {
    std::string out;
    append_base64(out, bytes);
    return out;
}

bool append_from_base64(std::string& out, std::string_view text) {
    if (text.size() % 4 != 0) return false;
    if (text.empty()) return true;
    std::size_t const padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    auto const full = padding == 0 ? text : text.substr(0, text.size() - 4);
    auto const start = out.size();
    out.resize(start + text.size() / 4 * 3 - padding);
    char* const to = out.data() + start;
    if (decode_full_groups(full, to) &&
        (padding == 0 || decode_last_group(text.substr(full.size()), to + full.size() / 4 * 3, padding))) {
        return true;
    }
    out.resize(start);
    return false;
}

void append_percent_encoded(std::string& out, std::string_view text, slashes slash) {
    for (char c : text) {
        if (is_unreserved(c) || (c == '/' && slash == slashes::keep)) {
            out += c;
        } else {
            auto const byte = static_cast<unsigned char>(c);
            out += '%';
            out += upper_digits[byte >> 4];
            out += upper_digits[byte & 15];
        }
    }
}

std::string percent_encoded(std::string_view text, slashes slash) {
    std::string out;
    append_percent_encoded(out, text, slash);
    return out;
}

bool starts_with_escape(std::string_view text) noexcept {
    return text.size() >= 3 && text[0] == '%' && hex_value(text[1]) >= 0 && hex_value(text[2]) >= 0;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (starts_with_escape(text.substr(i))) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace ddbsnap
