#include "core/utf8.hpp"

namespace ddbsnap {

utf8_unit read_utf8(std::string_view text, std::size_t position, surrogates lone) noexcept {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[position + i]); };
    auto const first = byte(0);
    if (first < 0x80) return {first, 1};
    std::size_t const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() - position < length) return {};
    char32_t value = first & (0xffu >> (length + 1));
    for (std::size_t i = 1; i != length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {};
        value = (value << 6) | (byte(i) & 0x3fu);
    }
    bool const overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    bool const surrogate = value >= 0xd800 && value <= 0xdfff;
    if (overlong || value > 0x10ffff || (surrogate && lone == surrogates::refuse)) return {};
    return {value, length};
}

bool is_utf8(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size();) {
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            ++i;
            continue;
        }
        auto const unit = read_utf8(text, i);
        if (unit.length == 0) return false;
        i += unit.length;
    }
    return true;
}

void append_utf8(std::string& text, char32_t c) {
    auto const tail = [&](int shift) { text += static_cast<char>(0x80 | ((c >> shift) & 0x3f)); };
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xc0 | (c >> 6));
        tail(0);
    } else if (c < 0x10000) {
        text += static_cast<char>(0xe0 | (c >> 12));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xf0 | (c >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

}  // namespace ddbsnap
