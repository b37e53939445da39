#include "core/utf8.hpp"

#include <ddbsnap/torchserve.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace ddbsnap {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

// Puts natural lines together to the logical ones that hold an entry each, and drops comments and blank
// lines.
class line_reader {
   public:
    explicit line_reader(std::string_view text) : rest_(text) {}

    // The next logical line; false at the end of the text. A backslash that continues a line is not in it.
    bool next() {
        line_.clear();
        bool continuing = false;
        while (!rest_.empty()) {
            if (!continuing) number_ = natural_;
            continuing = false;
            auto natural = take_natural_line();
            while (!natural.empty() && is_blank(natural.front())) natural.remove_prefix(1);
            // Also after a line that is a backslash alone: Java takes the next one as a beginning.
            if (line_.empty() && (natural.empty() || natural.front() == '#' || natural.front() == '!'))
                continue;
            line_ += natural;
            if (!ends_in_continuation(natural)) return true;
            line_.pop_back();
            // A text that ends in a backslash ends in an entry, even if nothing is left of it; but not
            // when a CR LF follows the backslash. Both as Java has it.
            if (rest_.empty()) return !line_.empty() || !ended_in_crlf_;
            continuing = true;
        }
        return !line_.empty();
    }

    std::string_view line() const { return line_; }
    std::size_t number() const { return number_; }

   private:
    std::string_view take_natural_line() {
        auto const end = std::min(rest_.find_first_of("\r\n"), rest_.size());
        auto const natural = rest_.substr(0, end);
        rest_.remove_prefix(end);
        ended_in_crlf_ = rest_.starts_with("\r\n");
        if (ended_in_crlf_)
            rest_.remove_prefix(2);
        else if (!rest_.empty())
            rest_.remove_prefix(1);
        ++natural_;
        return natural;
    }

    static bool ends_in_continuation(std::string_view natural) {
        auto const last_other = natural.find_last_not_of('\\');
        auto const backslashes = natural.size() - (last_other == std::string_view::npos ? 0 : last_other + 1);
        return backslashes % 2 == 1;
    }

    std::string_view rest_;
    std::string line_;
    std::size_t natural_ = 1;  // the number of the line that rest_ begins with
    std::size_t number_ = 1;
    bool ended_in_crlf_ = false;
};

struct raw_entry {
    std::string_view key;
    std::string_view value;
};

raw_entry split(std::string_view line) {
    std::size_t key_end = 0;
    for (bool escaped = false; key_end < line.size(); ++key_end) {
        auto const c = line[key_end];
        if (!escaped && (c == '=' || c == ':' || is_blank(c))) break;
        escaped = c == '\\' && !escaped;
    }
    auto value = key_end;
    for (bool separated = false; value < line.size(); ++value) {
        if (is_blank(line[value])) continue;
        if (separated || (line[value] != '=' && line[value] != ':')) break;
        separated = true;
    }
    return {line.substr(0, key_end), line.substr(value)};
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<char32_t> four_digits(std::string_view text) {
    if (text.size() < 4) return std::nullopt;
    char32_t value = 0;
    for (auto c : text.substr(0, 4)) {
        auto const digit = hex_digit(c);
        if (digit < 0) return std::nullopt;
        value = value * 16 + static_cast<char32_t>(digit);
    }
    return value;
}

constexpr char32_t lowest_surrogate = 0xd800;
constexpr char32_t lowest_trailing = 0xdc00;
constexpr char32_t highest_surrogate = 0xdfff;

// Appends a code point so that two halves of a surrogate pair become one, wherever they come from.
void append_joined(std::string& text, char32_t c) {
    if (c >= lowest_trailing && c <= highest_surrogate && text.size() >= 3) {
        auto const before = read_utf8(text, text.size() - 3, surrogates::accept);
        if (before.length == 3 && before.code_point >= lowest_surrogate &&
            before.code_point < lowest_trailing) {
            text.resize(text.size() - 3);
            c = 0x10000 + ((before.code_point - lowest_surrogate) << 10) + (c - lowest_trailing);
        }
    }
    append_utf8(text, c);
}

char unescaped(char c) {
    switch (c) {
        case 't':
            return '\t';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 'f':
            return '\f';
        default:
            return c;
    }
}

// Nothing for a malformed \u.
std::optional<std::string> unescape(std::string_view raw) {
    std::string text;
    text.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size();) {
        if (raw[i] == '\\' && i + 1 < raw.size()) {
            ++i;
            if (raw[i] == 'u') {
                auto const c = four_digits(raw.substr(i + 1));
                if (!c) return std::nullopt;
                append_joined(text, *c);
                i += 5;
                continue;
            }
            auto const simple = unescaped(raw[i]);
            if (static_cast<unsigned char>(simple) < 0x80) {
                text += simple;
                ++i;
                continue;
            }
        }
        auto const unit = read_utf8(raw, i, surrogates::accept);
        if (unit.length == 3)
            append_joined(text, unit.code_point);
        else
            text += raw.substr(i, std::max<std::size_t>(unit.length, 1));
        i += std::max<std::size_t>(unit.length, 1);
    }
    return text;
}

}  // namespace

result<properties> parse_properties(std::string_view text) {
    properties found;
    line_reader lines(text);
    while (lines.next()) {
        auto const raw = split(lines.line());
        auto key = unescape(raw.key);
        auto value = unescape(raw.value);
        if (!key || !value)
            return failure(
                errc::malformed_file,
                fmt::format("line {}: \\u must be followed by four hexadecimal digits", lines.number()),
                "write a backslash of the text itself as \\\\");
        found.set(std::move(*key), std::move(*value));
    }
    return found;
}

std::string const* properties::find(std::string_view key) const {
    auto const place = places_.find(std::string(key));
    return place == places_.end() ? nullptr : &entries_[place->second].second;
}

void properties::set(std::string key, std::string value) {
    auto const [place, is_new] = places_.try_emplace(key, entries_.size());
    if (is_new)
        entries_.emplace_back(std::move(key), std::move(value));
    else
        entries_[place->second].second = std::move(value);
}

}  // namespace ddbsnap
