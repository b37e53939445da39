#pragma once

#include "net/file_calls.hpp"
#include "snapshot/spool_file.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap {

/// A directory with one file for each series that has a snapshot which is not in the store yet. A file is
/// replaced as a whole: whenever the process ends, the old one or the new one is there.
///
/// Belongs to one process: `.lock` in it is locked as long as the object is there, by the kernel, which
/// unlocks it when the process ends however it does. All of it blocks.
class spool_directory {
   public:
    /// Creates the directory where it is missing, and locks it.
    /// @errors errc::spool_in_use, errc::io_error
    static result<spool_directory> open(std::filesystem::path path, net::file_calls calls);

    spool_directory(spool_directory&&) noexcept;
    spool_directory& operator=(spool_directory&&) = delete;
    ~spool_directory();

    struct listing {
        std::vector<spooled_snapshot> snapshots;  ///< without bodies
        std::vector<std::string> warnings;        ///< what was passed over, and why
    };
    /// What is there. Temporary files of a process that ended in the middle are removed, a damaged file is
    /// put aside as `<name>.damaged`, and what is not ours is left alone.
    result<listing> list() const;

    result<void> write(spooled_snapshot const& about, std::string_view body) const;
    /// @errors errc::not_found, errc::corrupt_snapshot, errc::io_error
    result<std::string> read(std::string_view series, spooled_snapshot& about) const;
    /// Whether there is a file of this series, or nobody can say.
    bool has(std::string_view series) const;
    result<void> remove(std::string_view series) const;

   private:
    spool_directory(std::filesystem::path path, net::file_calls calls, int lock)
        : path_(std::move(path)), calls_(std::move(calls)), lock_(lock) {}

    std::string put_aside(std::filesystem::path const& file) const;
    void look_at(std::filesystem::path const& file, listing& found) const;

    std::filesystem::path path_;
    net::file_calls calls_;
    int lock_;
};

}  // namespace ddbsnap
