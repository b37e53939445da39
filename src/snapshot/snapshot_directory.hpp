#pragma once

#include "core/time_zone.hpp"

#include <ddbsnap/snapshot.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap {

/// A file that may hold a snapshot, as far as its name tells.
struct snapshot_file {
    std::string file_name;
    std::string name;
    system_time created;
};

/// What a save that is under way, or was interrupted, has written.
struct unfinished_file {
    std::filesystem::path path;
    system_time changed;
    std::uint64_t size = 0;
};

/// Sentences about what was passed over.
using warnings = std::vector<std::string>;

/// Stands in the sentence about a file that is no snapshot's, and not in one about a snapshot that cannot be
/// read.
inline constexpr std::string_view not_a_snapshot = "is not a snapshot";

/// One series' directory, for reading. Everything in it blocks.
class snapshot_directory {
   public:
    /// The default series' directory holds those of the others, which are no surprise in it.
    snapshot_directory(std::filesystem::path path, std::string series, time_zone zone)
        : path_(std::move(path)), series_(std::move(series)), zone_(std::move(zone)) {}

    std::filesystem::path const& path() const { return path_; }
    std::string const& series() const { return series_; }

    /// The snapshots' files, newest first. A directory that is not there has none.
    /// @errors errc::io_error when the directory cannot be read
    result<std::vector<snapshot_file>> files(warnings&) const;

    /// Files that saves write into before these have their names, the oldest first.
    /// @errors errc::io_error when the directory cannot be read
    result<std::vector<unfinished_file>> temporary_files() const;

    /// Reads a snapshot; text is what is UTF-8 and has no NUL in it.
    /// @errors errc::not_found, errc::io_error
    result<snapshot> read(snapshot_file const&) const;

   private:
    std::filesystem::path path_;
    std::string series_;
    time_zone zone_;
};

}  // namespace ddbsnap
