#include "core/excerpt.hpp"

#include "core/ascii.hpp"
#include "core/utf8.hpp"

namespace ddbsnap {
namespace {

// C0, DEL, C1, the two separators that end lines without being control characters, and what turns the
// direction of the text around.
bool breaks_lines(char32_t c) noexcept {
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e);
}

}  // namespace

std::string excerpt(std::string_view text, std::size_t most) {
    std::string out;
    text = trim(text);
    for (std::size_t at = 0; at < text.size();) {
        auto const unit = read_utf8(text, at);
        auto const length = unit.length == 0 ? 1 : unit.length;
        if (out.size() + length > most) return out + "...";
        if (unit.length == 0)
            out += '?';
        else if (breaks_lines(unit.code_point))
            out += ' ';
        else
            out += text.substr(at, length);
        at += length;
    }
    return out;
}

}  // namespace ddbsnap
