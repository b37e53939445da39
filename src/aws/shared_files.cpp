#include "aws/shared_files.hpp"

#include "aws/environment.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ddbsnap::aws {
namespace {

// A tilde stands for the home directory only as the whole first part of the path: `~name/x` is a name.
std::string expand_home(world const& outside, std::string path) {
    if (path != "~" && !path.starts_with("~/")) return path;
    auto const home = environment_value(outside, "HOME");
    return home ? *home + path.substr(1) : path;
}

shared_file locate(world const& outside, std::string const& variable, std::string_view by_default) {
    auto const named = environment_value(outside, variable);
    shared_file file;
    if (named) file.source = variable;
    file.path = expand_home(outside, named ? *named : std::string(by_default));
    return file;
}

result<profile_file> read(world const& outside, file_kind kind, shared_file& file,
                          std::vector<std::string>& warnings) {
    auto text = outside.read_file(file.path);
    if (text) {
        file.found = shared_file::state::read;
        return parse_profile_file(*text, kind, file.path, warnings);
    }
    if (text.error().code() != errc::not_found) {
        file.found = shared_file::state::unreadable;
        file.problem = text.error().message();
        warnings.push_back(fmt::format("{} is taken as empty: {}", file.path, file.problem));
    }
    return profile_file{};
}

}  // namespace

std::string shared_file::to_string() const {
    switch (found) {
        case state::missing:
            return path + (path.starts_with("~/") ? " (HOME is not set)" : " (not there)");
        case state::unreadable:
            return fmt::format("{} (unreadable: {})", path, problem);
        case state::read:
            return path;
    }
    return path;
}

profile_section const* shared_files::find_profile(std::string_view name) const {
    auto const found = content.profiles.find(name);
    return found == content.profiles.end() ? nullptr : &found->second;
}

std::string shared_files::looked_at() const {
    return fmt::format("{}, {}", config.to_string(), credentials.to_string());
}

failure shared_files::no_such_profile(profile_choice const& choice) const {
    std::vector<std::string_view> names;
    for (auto const& [name, section] : content.profiles) names.push_back(name);
    auto const by = choice.source.empty() ? "" : fmt::format(" ({})", choice.source);
    auto const there = names.empty() ? "there are no profiles at all"
                                     : fmt::format("profiles there: {}", fmt::join(names, ", "));
    return failure(
        errc::invalid_configuration,
        fmt::format("profile {}{} does not exist; looked at {}; {}", choice.name, by, looked_at(), there),
        "name an existing profile in AWS_PROFILE, or unset it");
}

shared_files locate_shared_files(world const& outside) {
    shared_files files;
    files.config = locate(outside, "AWS_CONFIG_FILE", "~/.aws/config");
    files.credentials = locate(outside, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials");
    return files;
}

result<shared_files> read_shared_files(world const& outside) {
    auto files = locate_shared_files(outside);
    auto config = read(outside, file_kind::config, files.config, files.warnings);
    if (!config) return std::move(config).error();
    auto credentials = read(outside, file_kind::credentials, files.credentials, files.warnings);
    if (!credentials) return std::move(credentials).error();
    files.content = merge_profile_files(*std::move(config), *credentials);
    return files;
}

profile_choice choose_profile(world const& outside, std::optional<std::string> const& asked) {
    if (asked && !asked->empty()) return {*asked, std::string(given_explicitly)};
    if (auto const named = environment_value(outside, "AWS_PROFILE")) return {*named, "AWS_PROFILE"};
    return {"default", {}};
}

}  // namespace ddbsnap::aws
