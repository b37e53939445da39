#include "snapshot/blocking_file_store.hpp"

#include "core/time_text.hpp"
#include "core/utf8.hpp"
#include "net/atomic_file.hpp"
#include "snapshot/file_name.hpp"
#include "snapshot/retention_rule.hpp"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

result<void> check(save_request const& request) {
    if (auto series = check_series_name(request.series); !series) return series;
    if (request.ttl)
        return failure(errc::invalid_argument, "a snapshot in a file cannot expire by itself",
                       "save without a time to live, and remove old snapshots by pruning");
    return request.name.empty() ? result<void>() : check_snapshot_name(request.name);
}

failure none_there(std::filesystem::path const& directory) {
    return failure(errc::not_found, fmt::format("no snapshot in {}", directory.string()));
}

}  // namespace

std::filesystem::path blocking_file_store::path_of(std::string const& series) const {
    return series.empty() ? base_ : base_ / series;
}

result<time_zone const*> blocking_file_store::zone() {
    if (!zone_) {
        auto loaded = load_time_zone(zone_name_, outside_);
        if (!loaded) return std::move(loaded).error();
        zone_ = std::move(*loaded);
    }
    return &*zone_;
}

result<snapshot_directory> blocking_file_store::directory_of(std::string const& series) {
    if (auto checked = check_series_name(series); !checked) return std::move(checked).error();
    auto const known = zone();
    if (!known) return known.error();
    return snapshot_directory(path_of(series), series, **known);
}

result<snapshot_info> blocking_file_store::save(save_request const& request, system_time now) {
    if (auto checked = check(request); !checked) return std::move(checked).error();
    auto const known = zone();
    if (!known) return known.error();
    auto const& time_zone = **known;

    auto& newest = last_created_.try_emplace(request.series, system_time::min()).first->second;
    auto const created = request.created ? *request.created
                         : newest < now  ? now
                                         : newest + std::chrono::milliseconds(1);
    auto const name =
        request.name.empty() ? format_stamp(created, time_zone) + "-snapshot.cfg" : request.name;
    auto const file_name = file_name_of(name, created, time_zone);
    if (!file_name) return file_name.error();

    auto const directory = path_of(request.series);
    if (auto made = net::create_directories_durably(directory, calls_); !made) return std::move(made).error();
    auto written = net::create_file_atomically(directory, *file_name, request.body, calls_);
    if (!written) return std::move(written).error();
    newest = std::max(newest, created);

    // What the file will be read as from now on.
    auto const parts = parse_file_name(*file_name, time_zone);
    snapshot_info info;
    info.series = request.series;
    info.name = parts ? parts->name : name;
    info.created = parts ? parts->created : created;
    info.size = request.body.size();
    bool const is_text = is_utf8(request.body) && request.body.find('\0') == std::string::npos;
    info.kind = is_text ? body_kind::text : body_kind::binary;
    return info;
}

std::optional<result<snapshot>> blocking_file_store::first_readable(
    snapshot_directory const& directory, std::vector<snapshot_file> const& candidates,
    warnings& passed_over) {
    std::optional<failure> first_failure;
    for (auto const& file : candidates) {
        auto read = directory.read(file);
        if (read) return read;
        passed_over.push_back(read.error().message());
        if (!first_failure) first_failure = std::move(read).error();
    }
    // "There is none" would let a server start anew although its state is there.
    if (first_failure) return *first_failure;
    return std::nullopt;
}

result<snapshot> blocking_file_store::last(std::string const& series, warnings& passed_over) {
    auto const directory = directory_of(series);
    if (!directory) return directory.error();
    auto const files = directory->files(passed_over);
    if (!files) return files.error();
    auto found = first_readable(*directory, *files, passed_over);
    return found ? std::move(*found) : none_there(directory->path());
}

result<snapshot> blocking_file_store::get(std::string const& series, std::string const& name,
                                          warnings& passed_over) {
    auto const directory = directory_of(series);
    if (!directory) return directory.error();
    if (auto checked = check_snapshot_name(name); !checked) return std::move(checked).error();
    auto files = directory->files(passed_over);
    if (!files) return files.error();
    std::erase_if(*files, [&](auto const& f) { return f.name != name && f.file_name != name; });
    auto found = first_readable(*directory, *files, passed_over);
    if (found) return std::move(*found);
    return none_there(directory->path()).add_context(fmt::format("snapshot \"{}\"", name));
}

result<snapshot> blocking_file_store::get_at(std::string const& series, std::string const& name,
                                             system_time created) {
    auto const directory = directory_of(series);
    if (!directory) return directory.error();
    if (auto checked = check_snapshot_name(name); !checked) return std::move(checked).error();
    auto file_name = file_name_of(name, created, *zone_);
    if (!file_name) return std::move(file_name).error();
    return directory->read({std::move(*file_name), name, created});
}

result<std::vector<snapshot_info>> blocking_file_store::list(std::string const& series, std::size_t limit,
                                                             warnings& passed_over) {
    auto const directory = directory_of(series);
    if (!directory) return directory.error();
    auto const files = directory->files(passed_over);
    if (!files) return files.error();
    std::vector<snapshot_info> infos;
    for (auto const& file : *files) {
        if (infos.size() == limit) break;
        auto read = directory->read(file);
        if (read)
            infos.push_back(std::move(*read));
        else
            passed_over.push_back(read.error().message());
    }
    return infos;
}

result<std::vector<blocking_file_store::removal>> blocking_file_store::due(std::string const& series,
                                                                           retention const& rule,
                                                                           system_time now,
                                                                           warnings& passed_over) {
    auto const directory = directory_of(series);
    if (!directory) return directory.error();
    if (rule.orphans) return orphans(*directory, rule, now);
    if (!rule.keep && !rule.older_than)
        return failure(errc::invalid_argument, "pruning needs a number to keep or an age to remove by");
    if (rule.older_than && rule.older_than->count() < 0)
        return failure(errc::invalid_argument, "the age to remove by is negative");
    auto const files = directory->files(passed_over);
    if (!files) return files.error();
    // Longer ago than anything there is, and yet far from overflow.
    constexpr std::chrono::seconds ages = std::chrono::years(100'000);
    auto const oldest_kept = now - std::min(rule.older_than.value_or(ages), ages);
    // The newest stays whatever the rule says, and it must be one that can be read.
    auto const kept = std::max<std::size_t>(rule.keep.value_or(1), 1);
    std::vector<removal> removals;
    std::size_t readable = 0;
    for (auto const& file : *files) {
        auto read = directory->read(file);
        if (!read) {
            passed_over.push_back(read.error().message());
            continue;
        }
        if (++readable <= kept) continue;
        if (rule.older_than && read->created >= oldest_kept) continue;
        removals.push_back({directory->path() / file.file_name, std::move(*read)});
    }
    std::reverse(removals.begin(), removals.end());
    return removals;
}

result<std::vector<blocking_file_store::removal>> blocking_file_store::orphans(
    snapshot_directory const& directory, retention const& rule, system_time now) {
    if (auto ok = check_retention(rule); !ok) return std::move(ok).error();
    auto files = directory.temporary_files();
    if (!files) return std::move(files).error();
    std::vector<removal> removals;
    for (auto& file : *files) {
        if (file.changed + std::chrono::hours(1) >= now) continue;  // its save may be under way
        snapshot_info info;
        info.series = directory.series();
        info.name = file.path.filename().string();
        info.created = file.changed;
        info.size = file.size;
        removals.push_back({std::move(file.path), std::move(info)});
    }
    return removals;
}

result<bool> blocking_file_store::remove(std::filesystem::path const& path) {
    // Without fsync of the directory: an old snapshot that is back after a loss of power does no harm.
    if (calls_.unlink(path.c_str()) == 0) return true;
    if (errno == ENOENT) return false;
    return net::file_failure("remove", path, errno);
}

}  // namespace ddbsnap
