#include "aws/json_writer.hpp"

#include "aws/json_marks.hpp"
#include "core/encoding.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace ddbsnap::aws {
namespace {

// What RFC 8259, section 7 demands to be escaped, and nothing else: UTF-8 travels as it is.
constexpr bool must_escape(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// The letter of a two-character escape; 0 where there is none.
constexpr char short_escape(char c) noexcept {
    switch (c) {
        case '\b':
            return 'b';
        case '\f':
            return 'f';
        case '\n':
            return 'n';
        case '\r':
            return 'r';
        case '\t':
            return 't';
        default:
            return c == '"' || c == '\\' ? c : '\0';
    }
}

char* put_escape(char* to, char c) noexcept {
    constexpr std::string_view hex = "0123456789abcdef";
    *to++ = '\\';
    if (char const letter = short_escape(c)) {
        *to++ = letter;
        return to;
    }
    auto const byte = static_cast<unsigned char>(c);
    to = std::copy_n("u00", 3, to);
    *to++ = hex[byte >> 4];
    *to++ = hex[byte & 15];
    return to;
}

// Escapes what fits into `[to, end)`, and moves `text` to the rest. Eight bytes are copied at a time; what
// was copied behind a byte that must be escaped is overwritten.
char* escape_some(std::string_view& text, char* to, char const* end) noexcept {
    constexpr std::ptrdiff_t longest = 6;  // \u0000
    auto const* from = text.data();
    auto const* const stop = from + text.size();
    if constexpr (has_json_marks) {
        while (stop - from >= 8 && end - to >= 8 + longest) {
            std::uint64_t eight;
            std::memcpy(&eight, from, 8);
            std::memcpy(to, &eight, 8);
            auto const marks = marks_of(eight);
            auto const plain = unmarked(marks);
            from += plain;
            to += plain;
            if (marks != 0) to = put_escape(to, *from++);
        }
    }
    for (int n = 0; n < 8 && from != stop && end - to >= longest; ++n, ++from) {
        if (must_escape(*from))
            to = put_escape(to, *from);
        else
            *to++ = *from;
    }
    text.remove_prefix(static_cast<std::size_t>(from - text.data()));
    return to;
}

}  // namespace

void json_writer::key(std::string_view name) {
    separate();
    append_escaped(name);
    out_ += ':';
    first_ = true;  // the value follows without a comma
}

void json_writer::string(std::string_view text) {
    separate();
    append_escaped(text);
}

void json_writer::base64(std::string_view bytes) {
    separate();
    out_ += '"';
    append_base64(out_, bytes);
    out_ += '"';
}

void json_writer::integer(std::int64_t value) {
    separate();
    std::array<char, 20> digits;
    auto const end = std::to_chars(digits.begin(), digits.end(), value).ptr;
    out_.append(digits.begin(), end);
}

void json_writer::boolean(bool value) {
    separate();
    out_ += value ? "true" : "false";
}

void json_writer::raw(std::string_view json) {
    separate();
    out_ += json;
}

void json_writer::append_escaped(std::string_view text) {
    std::array<char, 2048> block;
    out_ += '"';
    while (!text.empty()) {
        auto* const end = escape_some(text, block.data(), block.data() + block.size());
        out_.append(block.data(), end);
    }
    out_ += '"';
}

}  // namespace ddbsnap::aws
