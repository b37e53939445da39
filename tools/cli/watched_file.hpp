#pragma once

#include "cli/watch_journal.hpp"

#include <ddbsnap/torchserve.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace ddbsnap::cli {

/// A file with the name of a TorchServe snapshot, before it is read.
struct found_file {
    std::string name;
    file_version version;
};

/// A TorchServe snapshot as it was read from a file.
struct torchserve_file {
    file_version version;  ///< before it was read
    torchserve_snapshot_info info;
    std::string body;

    snapshot_position position() const { return {info.created, info.name}; }
};

// All of these block.

/// The files in a directory that have names of TorchServe's snapshots. None where there is no directory.
/// @errors errc::io_error
result<std::vector<found_file>> find_torchserve_files(std::filesystem::path const& directory);

/// @errors errc::not_found, errc::io_error
result<file_version> version_of(std::filesystem::path const& file);

/// Reads a snapshot.
/// @errors errc::not_found; errc::io_error; errc::snapshot_too_large; errc::malformed_file for one that is
///         empty, not UTF-8, not a TorchServe snapshot, or does not end with a line end: TorchServe writes
///         one after each entry, so it is still being written
result<torchserve_file> read_torchserve_file(std::filesystem::path const& file);

}  // namespace ddbsnap::cli
