#include "aws/json_reader.hpp"

#include "aws/json_marks.hpp"
#include "core/ascii.hpp"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <rapidjson/reader.h>

namespace ddbsnap::aws {
namespace {

// Validated UTF-8, unescaped in place; the iterative parser needs no stack of ours for deep nesting.
constexpr unsigned string_flags =
    rapidjson::kParseStopWhenDoneFlag | rapidjson::kParseInsituFlag | rapidjson::kParseValidateEncodingFlag;
constexpr unsigned skip_flags = rapidjson::kParseStopWhenDoneFlag | rapidjson::kParseIterativeFlag |
                                rapidjson::kParseNumbersAsStringsFlag;

// Takes one string and refuses everything else.
struct string_taker : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, string_taker> {
    std::string_view text;

    bool Default() { return false; }
    bool String(char const* s, rapidjson::SizeType n, bool) {
        text = {s, n};
        return true;
    }
};

// A simple string has no byte beyond ASCII, either.
constexpr std::uint64_t simple_marks_of(std::uint64_t eight) noexcept {
    return marks_of(eight) | (eight & high_bits);
}

char* skip_plain(char* p, char const* end) noexcept {
    if constexpr (has_json_marks) {
        for (; end - p >= 8; p += 8) {
            std::uint64_t eight;
            std::memcpy(&eight, p, 8);
            if (auto const marks = simple_marks_of(eight)) return p + unmarked(marks);
        }
    }
    return p;
}

constexpr char simple_escape(char letter) noexcept {
    switch (letter) {
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        default:
            return letter == '"' || letter == '\\' || letter == '/' ? letter : '\0';
    }
}

// The closing quote of a string of ASCII with two-character escapes only, as most are; null for any other,
// which RapidJSON reads, malformed ones among them.
char* find_end_of_simple(char* p, char const* end) noexcept {
    for (;; ++p) {
        p = skip_plain(p, end);
        if (p == end) return nullptr;
        if (*p == '"') return p;
        if (static_cast<unsigned char>(*p) < 0x20 || static_cast<unsigned char>(*p) >= 0x80) return nullptr;
        if (*p == '\\' && (++p == end || simple_escape(*p) == '\0')) return nullptr;
    }
}

// Resolves the escapes of such a string where it stands; gives its new end.
char* unescape_simple(char* p, char* end) noexcept {
    p = static_cast<char*>(std::memchr(p, '\\', static_cast<std::size_t>(end - p)));
    if (p == nullptr) return end;
    for (auto* to = p;;) {
        // A word may be stored whole where it does not reach what is still to be read.
        if constexpr (has_json_marks) {
            while (end - p >= 8 && p - to >= 8) {
                std::uint64_t eight;
                std::memcpy(&eight, p, 8);
                std::memcpy(to, &eight, 8);
                auto const marks = marks_of(eight);
                auto const plain = unmarked(marks);
                p += plain;
                to += plain;
                if (marks == 0) continue;
                *to++ = simple_escape(p[1]);
                p += 2;
            }
        }
        if (p == end) return to;
        if (*p == '\\') {
            *to++ = simple_escape(p[1]);
            p += 2;
        } else {
            *to++ = *p++;
        }
    }
}

// A low surrogate that stands alone, as in "\udc00", is no character, but RapidJSON encodes it.
bool has_surrogate(std::string_view text) noexcept {
    for (auto at = text.find('\xED'); at != text.npos; at = text.find('\xED', at + 1))
        if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
    return false;
}

}  // namespace

// std::string ends in a NUL, which is the end mark of RapidJSON's streams.
json_reader::json_reader(std::string& text)
    : at_(text.data()), end_(text.data() + text.size()), begin_(text.data()) {}

void json_reader::fail(char const* reason) noexcept {
    if (!reason_) reason_ = reason;
}

void json_reader::skip_space() noexcept {
    while (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t') ++at_;
}

char json_reader::peek() noexcept {
    if (!ok()) return '\0';
    skip_space();
    return *at_;
}

void json_reader::enter(char bracket) {
    if (peek() != bracket) return fail(bracket == '{' ? "an object was expected" : "an array was expected");
    if (++depth_ > max_depth) return fail("nested too deeply");
    ++at_;
    first_ = true;
}

void json_reader::enter_object() { enter('{'); }
void json_reader::enter_array() { enter('['); }

bool json_reader::next(char end) {
    char const c = peek();
    if (!ok()) return false;
    if (c == end) {
        ++at_;
        --depth_;
        first_ = false;  // the enclosing one holds at least what has just ended
        return false;
    }
    if (!first_) {
        if (c != ',') return fail("a comma is missing"), false;
        ++at_;
        skip_space();
    }
    first_ = false;
    return true;
}

bool json_reader::next_key() {
    if (!next('}')) return false;
    if (peek() != '"') return fail("a member's name was expected"), false;
    key_ = string();
    if (peek() != ':') return fail("a colon is missing"), false;
    ++at_;
    return ok();
}

bool json_reader::next_element() { return next(']'); }

std::string_view json_reader::string() {
    if (peek() != '"') return fail("a string was expected"), std::string_view{};
    if (auto const end = find_end_of_simple(at_ + 1, end_)) {
        auto const begin = at_ + 1;
        at_ = end + 1;
        return {begin, static_cast<std::size_t>(unescape_simple(begin, end) - begin)};
    }
    rapidjson::InsituStringStream in(at_);
    rapidjson::Reader reader;
    string_taker taker;
    if (!reader.Parse<string_flags>(in, taker)) return fail("a string is malformed"), std::string_view{};
    if (has_surrogate(taker.text)) return fail("a string has half a character"), std::string_view{};
    at_ = in.src_;
    return taker.text;
}

void json_reader::skip() {
    if (peek() == '\0') return fail("a value was expected");
    rapidjson::StringStream in(at_);
    rapidjson::Reader reader;
    rapidjson::BaseReaderHandler<> nothing;
    if (!reader.Parse<skip_flags>(in, nothing)) return fail("a value is malformed");
    at_ += in.Tell();
}

std::string_view json_reader::raw() {
    auto const* begin = (peek(), at_);
    skip();
    return {begin, static_cast<std::size_t>(at_ - begin)};
}

std::string_view json_reader::number_text() {
    auto const first = peek();
    if (first != '-' && !is_digit(first)) return fail("a number was expected"), std::string_view{};
    return raw();
}

double json_reader::real() {
    auto const text = number_text();
    return ok() ? std::strtod(std::string(text).c_str(), nullptr) : 0;
}

long long json_reader::integer() {
    auto const text = number_text();
    long long value = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ok() && (error != std::errc() || stop != text.data() + text.size()))
        fail("a whole number was expected");
    return value;
}

bool json_reader::boolean() {
    char const c = peek();
    if (c != 't' && c != 'f') return fail("true or false was expected"), false;
    skip();
    return ok() && c == 't';
}

bool json_reader::take_null() {
    if (peek() != 'n') return false;
    skip();
    return ok();
}

bool json_reader::at_object() { return peek() == '{'; }

result<void> json_reader::finish() {
    if (ok()) {
        skip_space();
        if (at_ != end_) fail("more follows than one document");
    }
    if (ok()) return {};
    return failure(errc::malformed_response,
                   fmt::format("malformed JSON at byte {}: {}", at_ - begin_, reason_));
}

}  // namespace ddbsnap::aws
