#include "aws/profile_lines.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

// Space and tab only; a carriage return inside a line is content.
constexpr std::string_view blanks = " \t";

bool is_comment_sign(char c) noexcept { return c == '#' || c == ';'; }
bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

std::string_view trim_blanks(std::string_view text) noexcept { return trim(text, blanks); }

// In a property a comment needs white space before its sign, so that `a#b` stays a value.
std::string_view without_comment(std::string_view line) noexcept {
    for (std::size_t i = 1; i < line.size(); ++i)
        if (is_comment_sign(line[i]) && is_blank(line[i - 1])) return trim_blanks(line.substr(0, i));
    return line;
}

struct name_and_value {
    std::string name;
    std::string_view value;
};

class line_parser {
   public:
    explicit line_parser(std::string_view file) { at_.file = file; }

    result<void> take(std::string_view line) {
        ++at_.line;
        if (trim_blanks(line).empty() || is_comment_sign(line.front())) return {};
        if (line.front() == '[') return take_header(line);
        if (is_blank(line.front())) return take_continuation(trim_blanks(line));
        return take_property(trim_blanks(line));
    }

    std::vector<raw_section> sections() && { return std::move(sections_); }

   private:
    result<void> take_header(std::string_view line) {
        auto const header = trim_blanks(line.substr(0, line.find_first_of("#;")));
        if (!header.ends_with(']')) return malformed("Profile definition must end with ']'");
        auto const text = trim_blanks(header.substr(1, header.size() - 2));
        auto const split = text.find_first_of(blanks);
        bool const has_prefix = split != text.npos;
        open_section(has_prefix ? text.substr(0, split) : "",
                     has_prefix ? trim_blanks(text.substr(split)) : text);
        return {};
    }

    result<void> take_property(std::string_view line) {
        if (sections_.empty()) return malformed("Expected a profile definition");
        auto parsed = split(line, "property", "Property");
        if (!parsed) return std::move(parsed).error();
        property_ = &sections_[section_].content.properties[parsed->name];
        *property_ = {std::string(parsed->value), at_, {}};
        has_sub_properties_ = parsed->value.empty();
        return {};
    }

    result<void> take_continuation(std::string_view line) {
        if (sections_.empty()) return malformed("Expected a profile definition");
        if (!property_) return malformed("Expected a property definition, found continuation");
        if (has_sub_properties_) {
            auto parsed = split(line, "sub-property", "Sub-property");
            if (!parsed) return std::move(parsed).error();
            property_->sub_properties[parsed->name] = {std::string(parsed->value), at_};
        }
        property_->value += '\n';
        property_->value += line;
        return {};
    }

    result<name_and_value> split(std::string_view line, std::string_view what, std::string_view What) const {
        auto const text = without_comment(line);
        auto const equals = text.find('=');
        if (equals == text.npos) return malformed(fmt::format("Expected an '=' sign defining a {}", what));
        auto const name = trim_blanks(text.substr(0, equals));
        if (name.empty()) return malformed(fmt::format("{} did not have a name", What));
        return name_and_value{to_lower(name), trim_blanks(text.substr(equals + 1))};
    }

    void open_section(std::string_view prefix, std::string_view name) {
        property_ = nullptr;
        auto const same = [&](raw_section const& s) { return s.prefix == prefix && s.name == name; };
        auto const found = std::find_if(sections_.begin(), sections_.end(), same);
        section_ = std::size_t(found - sections_.begin());
        if (found == sections_.end())
            sections_.push_back({std::string(prefix), std::string(name), {at_, {}}});
    }

    failure malformed(std::string_view reason) const {
        return failure(errc::malformed_file, fmt::format("{}: {}", at_.to_string(), reason));
    }

    file_position at_;
    std::vector<raw_section> sections_;
    std::size_t section_ = 0;
    profile_property* property_ = nullptr;  // the one a continuation belongs to
    bool has_sub_properties_ = false;
};

}  // namespace

result<std::vector<raw_section>> parse_profile_lines(std::string_view text, std::string_view file) {
    line_parser parser(file);
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (line.ends_with('\r') && end != line.npos) line.remove_suffix(1);
        if (auto taken = parser.take(line); !taken) return std::move(taken).error();
    }
    return std::move(parser).sections();
}

}  // namespace ddbsnap::aws
