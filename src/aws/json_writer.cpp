#include "aws/json_writer.hpp"

#include "core/encoding.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <utility>

namespace ddbsnap::aws {
namespace {

// What RFC 8259, section 7 demands to be escaped, and nothing else: UTF-8 travels as it is.
constexpr bool must_escape(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// The first byte from `p` on that must be escaped, or `end`. Eight bytes at a time: of the bits that mark
// such a byte the lowest is always right, because a borrow only spoils those above it.
char const* find_escape(char const* p, char const* end) noexcept {
    constexpr std::uint64_t each = 0x0101010101010101, high = 0x80 * each;
    auto const has_zero = [](std::uint64_t x) { return (x - each) & ~x & high; };
    if constexpr (std::endian::native == std::endian::little) {
        for (; end - p >= 8; p += 8) {
            std::uint64_t eight;
            std::memcpy(&eight, p, 8);
            auto const control = (eight - 0x20 * each) & ~eight & high;
            auto const found = control | has_zero(eight ^ '"' * each) | has_zero(eight ^ '\\' * each);
            if (found != 0) return p + std::countr_zero(found) / 8;
        }
    }
    while (p != end && !must_escape(*p)) ++p;
    return p;
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

// Gathers short pieces, so that the string they are for grows once for many of them.
class piece_gatherer {
   public:
    explicit piece_gatherer(std::string& out) : out_(out) {}

    void append(char const* from, char const* to) {
        auto const size = static_cast<std::size_t>(to - from);
        if (size > room()) flush();
        if (size > room()) {
            out_.append(from, to);
        } else {
            std::copy(from, to, block_.data() + used_);
            used_ += size;
        }
    }
    void append_escape(char c) {
        constexpr std::string_view hex = "0123456789abcdef";
        if (room() < 6) flush();
        auto* to = block_.data() + used_;
        *to++ = '\\';
        if (char const letter = short_escape(c)) {
            *to = letter;
            used_ += 2;
            return;
        }
        auto const byte = static_cast<unsigned char>(c);
        to = std::copy_n("u00", 3, to);
        *to++ = hex[byte >> 4];
        *to = hex[byte & 15];
        used_ += 6;
    }
    void flush() { out_.append(block_.data(), std::exchange(used_, 0)); }

   private:
    std::size_t room() const noexcept { return block_.size() - used_; }

    std::string& out_;
    std::array<char, 512> block_;
    std::size_t used_ = 0;
};

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
    auto const* run = text.data();
    auto const* const end = run + text.size();
    out_ += '"';
    auto const* p = find_escape(run, end);
    if (p != end) {
        piece_gatherer pieces(out_);
        for (; p != end; p = find_escape(run, end)) {
            pieces.append(run, p);
            pieces.append_escape(*p);
            run = p + 1;
        }
        pieces.flush();
    }
    out_.append(run, end);
    out_ += '"';
}

}  // namespace ddbsnap::aws
