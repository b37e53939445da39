#include "cli/watched_file.hpp"

#include "core/utf8.hpp"
#include "net/atomic_file.hpp"
#include "snapshot/snapshot_directory.hpp"
#include "snapshot/torchserve_names.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <sys/stat.h>

namespace ddbsnap::cli {
namespace {

namespace fs = std::filesystem;

file_version version_from(struct stat const& status) {
    constexpr std::int64_t second = 1'000'000'000;
    return {status.st_ino, std::int64_t{status.st_mtim.tv_sec} * second + status.st_mtim.tv_nsec,
            static_cast<std::uint64_t>(status.st_size)};
}

result<void> check_body(std::string_view body) {
    auto const unusable = [](char const* why) {
        return failure(errc::malformed_file, fmt::format("not a whole TorchServe snapshot: {}", why));
    };
    if (body.empty()) return unusable("it is empty");
    if (body.back() != '\n') return unusable("its last line has no end");
    if (!is_utf8(body)) return unusable("it is not UTF-8");
    return {};
}

}  // namespace

result<std::vector<found_file>> find_torchserve_files(fs::path const& directory) {
    std::vector<found_file> found;
    std::error_code error;
    fs::directory_iterator entry(directory, error);
    if (error == std::errc::no_such_file_or_directory) return found;
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        auto name = entry->path().filename().string();
        if (!is_torchserve_file_name(name)) continue;
        auto const version = version_of(entry->path());
        if (version) found.push_back({std::move(name), *version});
    }
    if (error) return net::file_failure("read directory", directory, error.value());
    return found;
}

result<file_version> version_of(fs::path const& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0) return version_from(status);
    if (errno == ENOENT) return failure(errc::not_found, fmt::format("{} is gone", file.string()));
    return net::file_failure("read", file, errno);
}

result<torchserve_file> read_torchserve_file(fs::path const& file) {
    auto version = version_of(file);
    if (!version) return std::move(version).error();
    if (version->size > max_snapshot_size)
        return failure(errc::snapshot_too_large, fmt::format("{} has {} bytes, more than a snapshot may",
                                                             file.string(), version->size));
    snapshot_directory const directory(file.parent_path(), "", {});
    auto read = directory.read({file.filename().string(), "", {}});
    if (!read) return std::move(read).error();
    auto usable = check_body(read->body);
    if (!usable) return std::move(usable.error().add_context(file.string()));
    auto info = read_torchserve_info(read->body);
    if (!info) return std::move(info.error().add_context(file.string()));
    return torchserve_file{*version, std::move(*info), std::move(read->body)};
}

}  // namespace ddbsnap::cli
