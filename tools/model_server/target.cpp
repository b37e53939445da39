#include "model_server/target.hpp"

#include <algorithm>
#include <charconv>
#include <rapidjson/encodings.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/stringbuffer.h>

namespace model_server {
namespace {

bool is_text(std::string_view s) {
    auto const is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::any_of(s.begin(), s.end(), is_control)) return false;
    rapidjson::MemoryStream in(s.data(), s.size());
    rapidjson::StringBuffer ignored;
    while (in.Tell() < s.size())
        if (!rapidjson::UTF8<>::Validate(in, ignored)) return false;
    return in.Tell() == s.size();
}

// `plus_is_space`: as in the query of a form.
std::optional<std::string> decode(std::string_view encoded, bool plus_is_space) {
    std::string text;
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        char const c = encoded[i];
        if (c == '+' && plus_is_space) {
            text += ' ';
        } else if (c == '%') {
            auto const digits = encoded.substr(i + 1, 2);
            unsigned char byte = 0;
            auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
            if (ec != std::errc() || digits.size() != 2 || end != digits.data() + 2) return std::nullopt;
            text += static_cast<char>(byte);
            i += 2;
        } else {
            text += c;
        }
    }
    return is_text(text) ? std::optional(std::move(text)) : std::nullopt;
}

// Takes what stands before the separator off the front, and the separator.
std::string_view take_until(std::string_view& rest, char separator) {
    auto const part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return part;
}

}  // namespace

std::optional<target> parse_target(std::string_view text) {
    if (!text.starts_with('/')) return std::nullopt;
    auto query = text.substr(0, text.find('#'));
    auto path = take_until(query, '?').substr(1);
    target t;
    while (!path.empty()) {
        auto segment = decode(take_until(path, '/'), false);
        if (!segment) return std::nullopt;
        t.path.push_back(*std::move(segment));
    }
    while (!query.empty()) {
        auto parameter = take_until(query, '&');
        if (parameter.empty()) continue;
        auto name = decode(take_until(parameter, '='), true);
        auto value = decode(parameter, true);
        if (!name || !value) return std::nullopt;
        t.query.emplace_back(*std::move(name), *std::move(value));
    }
    return t;
}

}  // namespace model_server
