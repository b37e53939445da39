#include "aws/profile_file.hpp"

#include "aws/profile_lines.hpp"
#include "core/ascii.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace ddbsnap::aws {
namespace {

bool is_identifier(std::string_view name) noexcept {
    constexpr std::string_view signs = "_-/.%@:+";
    return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
        return is_alphanumeric(c) || signs.find(c) != signs.npos;
    });
}

// Gives raw sections their meaning, by the rules of one kind of file.
class section_sorter {
   public:
    section_sorter(file_kind kind, std::vector<std::string>& warnings) : kind_(kind), warnings_(warnings) {}

    void take(raw_section&& section) {
        if (kind_ == file_kind::credentials)
            take_credentials_section(std::move(section));
        else
            take_config_section(std::move(section));
    }

    profile_file sorted() && {
        // `[profile default]` stands for the profile alone; `[default]` counts where it is the only one.
        if (bare_default_ && !file_.profiles.contains("default"))
            file_.profiles.emplace("default", std::move(*bare_default_));
        return std::move(file_);
    }

   private:
    void take_credentials_section(raw_section&& section) {
        if (!section.prefix.empty())
            return ignore(section, "sections of a credentials file have a name alone");
        keep(file_.profiles, std::move(section));
    }

    void take_config_section(raw_section&& section) {
        if (section.prefix == "profile") return keep(file_.profiles, std::move(section));
        if (section.prefix == "sso-session") return keep(file_.sso_sessions, std::move(section));
        if (section.prefix == "services") return keep(file_.services, std::move(section));
        if (!section.prefix.empty()) return;  // for other programs
        if (section.name != "default")
            return ignore(section, "a profile's section in a config file starts with \"profile \"");
        drop_illegal_names(section.content);
        bare_default_ = std::move(section.content);
    }

    void keep(profile_sections& sections, raw_section&& section) {
        if (!is_identifier(section.name))
            return ignore(section, "the name has characters outside A-Z a-z 0-9 _ - / . % @ : +");
        drop_illegal_names(section.content);
        sections.emplace(std::move(section.name), std::move(section.content));
    }

    void drop_illegal_names(profile_section& section) {
        std::erase_if(section.properties, [&](auto const& property) {
            if (is_identifier(property.first)) return false;
            // Its text stays out of the message: what stands in a wrong place may be a secret.
            warn(property.second.where,
                 "the property is ignored: its name has characters outside "
                 "A-Z a-z 0-9 _ - / . % @ : +");
            return true;
        });
    }

    void ignore(raw_section const& section, std::string_view reason) {
        auto const space = section.prefix.empty() ? "" : " ";
        auto const header = quoted(fmt::format("[{}{}{}]", section.prefix, space, section.name));
        warn(section.content.where, fmt::format("the section {} is ignored: {}", header, reason));
    }

    static std::string quoted(std::string_view text) {
        std::string shown(text.substr(0, 40));
        for (auto& c : shown)
            if (c < ' ' || c > '~') c = '?';
        return fmt::format("\"{}{}\"", shown, shown.size() < text.size() ? "..." : "");
    }

    void warn(file_position const& where, std::string_view text) {
        warnings_.push_back(fmt::format("{}: {}", where.to_string(), text));
    }

    file_kind kind_;
    std::vector<std::string>& warnings_;
    profile_file file_;
    std::optional<profile_section> bare_default_;
};

}  // namespace

std::string file_position::to_string() const { return fmt::format("{}:{}", file, line); }

profile_property const* profile_section::find(std::string_view name) const {
    auto const found = properties.find(name);
    return found == properties.end() || found->second.value.empty() ? nullptr : &found->second;
}

result<profile_file> parse_profile_file(std::string_view text, file_kind kind, std::string_view name,
                                        std::vector<std::string>& warnings) {
    if (!is_utf8(text)) {
        warnings.push_back(fmt::format("{}: is ignored: its content is not UTF-8", name));
        return profile_file{};
    }
    auto raw = parse_profile_lines(text, name);
    if (!raw) {
        if (text.starts_with("\xEF\xBB\xBF")) raw.error().suggest("save the file without a byte order mark");
        return std::move(raw).error();
    }
    section_sorter sorter(kind, warnings);
    for (auto& section : *raw) sorter.take(std::move(section));
    return std::move(sorter).sorted();
}

profile_file merge_profile_files(profile_file config, profile_file const& credentials) {
    for (auto const& [name, section] : credentials.profiles) {
        auto [profile, is_new] = config.profiles.try_emplace(name, section);
        if (is_new) continue;
        for (auto const& [key, property] : section.properties)
            profile->second.properties.insert_or_assign(key, property);
    }
    return config;
}

}  // namespace ddbsnap::aws
