#include "snapshot/file_name.hpp"

#include "core/time_text.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

constexpr std::size_t stamp_digits = 17;
constexpr std::size_t longest_file_name = 255;  // NAME_MAX of every file system in use

// A day inside of the years that have four digits, as the wall clock may be a day off.
constexpr system_time earliest{std::chrono::sys_days{std::chrono::year{1} / 1 / 2}};
constexpr system_time latest{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31}};

bool is_torchserve_suffix(std::string_view rest) {
    return rest == "startup.cfg" || rest == "snapshot.cfg" || rest == "shutdown.cfg";
}

}  // namespace

result<std::string> file_name_of(std::string_view snapshot_name, system_time created, time_zone const& zone) {
    if (snapshot_name.find('/') != std::string_view::npos)
        return failure(
            errc::invalid_name,
            fmt::format("snapshot \"{}\": a slash cannot stand in the name of a file", snapshot_name));
    if (created < earliest || created > latest)
        return failure(errc::invalid_argument, "the snapshot's time is outside the years 1 to 9999");
    auto const stamp = format_stamp(created, zone);
    bool const stamped = snapshot_name.starts_with(stamp + "-") &&
                         is_torchserve_suffix(snapshot_name.substr(stamp_digits + 1));
    auto file_name = stamped ? std::string(snapshot_name) : fmt::format("{}-{}", stamp, snapshot_name);
    if (file_name.size() > longest_file_name)
        return failure(
            errc::invalid_name,
            fmt::format("snapshot \"{}\": its file's name would have {} bytes, at most {} are possible",
                        snapshot_name, file_name.size(), longest_file_name));
    return file_name;
}

std::optional<file_name_parts> parse_file_name(std::string_view file_name, time_zone const& zone) {
    if (file_name.size() < stamp_digits + 2 || file_name[stamp_digits] != '-') return std::nullopt;
    auto const created = parse_stamp(file_name.substr(0, stamp_digits), zone);
    auto const rest = file_name.substr(stamp_digits + 1);
    auto const name = is_torchserve_suffix(rest) ? file_name : rest;
    if (!created || !check_snapshot_name(name)) return std::nullopt;
    return file_name_parts{*created, std::string(name)};
}

}  // namespace ddbsnap
