#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace ddbsnap::cli {

/// What one watch of an inotify instance is there for.
struct watch_role {
    bool is_directory = false;  ///< the watched directory itself: files in it matter
    std::string part;           ///< a name in it that is the next part of the path, there or to come
};

/// By the watch's descriptor.
using watch_roles = std::map<int, watch_role>;

/// What happened to a directory, as far as it matters.
struct directory_news {
    /// Files that were closed after writing, or moved in, in that order; each once.
    std::vector<std::string> complete;
    /// The kernel dropped events: what is there has to be looked at.
    bool is_lossy = false;
    /// The path leads elsewhere now, or nowhere.
    bool has_moved = false;
};

/// Takes bytes that were read from an inotify instance. A file that is created or written to is no news
/// before it is closed.
void add_inotify_events(directory_news& news, std::span<std::byte const> events, watch_roles const& roles);

}  // namespace ddbsnap::cli
