#include "aws/json_writer.hpp"

#include "core/encoding.hpp"

#include <array>
#include <charconv>

namespace ddbsnap::aws {
namespace {

// What RFC 8259, section 7 demands to be escaped, and nothing else: UTF-8 travels as it is.
constexpr bool must_escape(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

constexpr std::string_view short_escape(char c) noexcept {
    switch (c) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\b':
            return "\\b";
        case '\f':
            return "\\f";
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        default:
            return {};
    }
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
    constexpr std::string_view hex = "0123456789abcdef";
    out_ += '"';
    auto const* run = text.data();
    auto const* const end = run + text.size();
    for (auto const* p = run; p != end; ++p) {
        if (!must_escape(*p)) continue;
        out_.append(run, p);
        run = p + 1;
        if (auto const escape = short_escape(*p); !escape.empty()) {
            out_ += escape;
        } else {
            out_ += "\\u00";
            out_ += hex[static_cast<unsigned char>(*p) >> 4];
            out_ += hex[static_cast<unsigned char>(*p) & 15];
        }
    }
    out_.append(run, end);
    out_ += '"';
}

}  // namespace ddbsnap::aws
