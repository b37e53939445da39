#include "aws/command_text.hpp"

#include "core/ascii.hpp"
#include "core/excerpt.hpp"

namespace ddbsnap::aws {
namespace {

constexpr std::string_view shell_signs = " \t\r\n;|&<>()$`=\"'";

// Short words are in every text.
constexpr std::size_t telling_length = 6;

bool repeats_a_word(std::string_view text, std::string_view output) {
    constexpr std::string_view around = " \t\r\n\"'{}[],:=";
    for (std::size_t at = 0; (at = output.find_first_not_of(around, at)) != output.npos;) {
        auto const end = std::min(output.find_first_of(around, at), output.size());
        auto const word = output.substr(at, end - at);
        if (word.size() >= telling_length && text.find(word) != text.npos) return true;
        at = end;
    }
    return false;
}

bool names_keys(std::string_view text) {
    auto const lower = to_lower(text);
    for (auto const* name : {"secretaccesskey", "secret_access_key", "sessiontoken", "session_token"})
        if (lower.find(name) != lower.npos) return true;
    return false;
}

// The last two lines that are not blank.
std::string_view last_lines(std::string_view text) {
    text = trim(text);
    auto const last = text.rfind('\n');
    if (last == text.npos) return text;
    auto const before = trim(text.substr(0, last));
    auto const start = before.rfind('\n');
    return start == before.npos ? text : text.substr(start + 1);
}

}  // namespace

std::string shown_command(std::string_view line) {
    line = trim(line);
    if (!line.empty() && (line.front() == '"' || line.front() == '\'')) {
        auto const end = line.find(line.front(), 1);
        if (end != line.npos) return excerpt(line.substr(1, end - 1), 100);
    }
    return excerpt(line.substr(0, line.find_first_of(shell_signs)), 100);
}

std::string shown_complaint(std::string_view complaint, std::string_view output) {
    auto const lines = last_lines(complaint);
    if (repeats_a_word(lines, output) || names_keys(lines)) return {};
    return excerpt(lines);
}

}  // namespace ddbsnap::aws
