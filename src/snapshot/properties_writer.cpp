#include "core/utf8.hpp"

#include <ddbsnap/torchserve.hpp>

#include <fmt/format.h>
#include <iterator>

namespace ddbsnap {
namespace {

constexpr char32_t replacement = 0xfffd;

// The code point at a position; bytes that are not UTF-8 come one at a time as the replacement character.
utf8_unit next_unit(std::string_view text, std::size_t position) {
    auto const unit = read_utf8(text, position, surrogates::accept);
    return unit.length != 0 ? unit : utf8_unit{replacement, 1};
}

bool is_ill_formed(std::string_view text, std::size_t position) {
    return read_utf8(text, position, surrogates::accept).length == 0;
}

// As Java has it: two escapes for what UTF-16 needs two units for.
void append_escape(std::string& out, char32_t c) {
    auto const unit = [&](char32_t u) {
        fmt::format_to(std::back_inserter(out), "\\u{:04X}", static_cast<unsigned>(u));
    };
    if (c < 0x10000) return unit(c);
    unit(0xd800 + ((c - 0x10000) >> 10));
    unit(0xdc00 + ((c - 0x10000) & 0x3ff));
}

// The escape of an ASCII character, empty when it needs none.
std::string_view short_escape(char32_t c) {
    switch (c) {
        case '\\':
            return "\\\\";
        case '\t':
            return "\\t";
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\f':
            return "\\f";
        case '=':
            return "\\=";
        case ':':
            return "\\:";
        case '#':
            return "\\#";
        case '!':
            return "\\!";
        default:
            return {};
    }
}

void append_escaped(std::string& out, std::string_view text, bool is_key, properties_form form) {
    for (std::size_t i = 0; i < text.size();) {
        auto const unit = next_unit(text, i);
        auto const c = unit.code_point;
        bool const lone_surrogate = c >= 0xd800 && c <= 0xdfff;
        if (c == ' ')
            out += is_key || i == 0 ? "\\ " : " ";
        else if (auto const escape = short_escape(c); !escape.empty())
            out += escape;
        else if (lone_surrogate || (form == properties_form::stream && (c < 0x20 || c > 0x7e)))
            append_escape(out, c);
        else
            out += text.substr(i, unit.length);
        i += unit.length;
    }
}

void append_comment_character(std::string& out, std::string_view text, utf8_unit unit, std::size_t position,
                              properties_form form) {
    if (form == properties_form::writer && is_ill_formed(text, position))
        out += text[position];
    else if (unit.code_point > 0xff)
        append_escape(out, unit.code_point);
    else if (form == properties_form::stream)
        out += static_cast<char>(unit.code_point);  // ISO 8859-1
    else
        out += text.substr(position, unit.length);
}

void append_comment(std::string& out, std::string_view comment, properties_form form) {
    out += '#';
    for (std::size_t i = 0; i < comment.size();) {
        auto const unit = next_unit(comment, i);
        if (unit.code_point != '\n' && unit.code_point != '\r') {
            append_comment_character(out, comment, unit, i, form);
            i += unit.length;
            continue;
        }
        i += comment.substr(i).starts_with("\r\n") ? 2 : 1;
        out += '\n';
        // A line that is a comment already does not get another mark.
        if (i == comment.size() || (comment[i] != '#' && comment[i] != '!')) out += '#';
    }
    out += '\n';
}

// java.util.Date.toString() on a machine in UTC: `Mon Nov 23 10:45:55 UTC 2026`.
std::string java_date(system_time t) {
    constexpr char const* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr char const* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = std::chrono::floor<std::chrono::days>(t);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const time(std::chrono::floor<std::chrono::seconds>(t - day));
    return fmt::format("{} {} {:02} {:02}:{:02}:{:02} UTC {}",
                       weekdays[std::chrono::weekday(day).c_encoding()], months[unsigned(date.month()) - 1],
                       unsigned(date.day()), time.hours().count(), time.minutes().count(),
                       time.seconds().count(), int(date.year()));
}

}  // namespace

std::string format_properties(properties const& entries, std::string_view comment, system_time written,
                              properties_form form) {
    std::string out;
    append_comment(out, comment, form);
    out += '#' + java_date(written) + '\n';
    for (auto const& [key, value] : entries) {
        append_escaped(out, key, true, form);
        out += '=';
        append_escaped(out, value, false, form);
        out += '\n';
    }
    return out;
}

}  // namespace ddbsnap
