#pragma once

#include <ddbsnap/world.hpp>

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace ddbsnap::cli {

/// Where a snapshot stands in the order in which TorchServe made them.
struct snapshot_position {
    system_time created{};
    std::string name;

    auto operator<=>(snapshot_position const&) const = default;
};

/// What tells whether a file has been written to since it was looked at.
struct file_version {
    std::uint64_t inode = 0;
    std::int64_t modified_ns = 0;
    std::uint64_t size = 0;

    bool operator==(file_version const&) const = default;
};

/// What a watch knows of a directory's files: which it has looked at, which were accepted by the writer, and
/// how far the store is. Decides which file is to be saved. Pure: no files, no clock.
class watch_journal {
   public:
    /// The store's newest snapshot of the series.
    void store_has(snapshot_position newest) { raise(stored_, std::move(newest)); }

    /// Whether this version of the file was dealt with: saved, being saved, or passed over.
    bool is_known(std::string const& file_name, file_version const& version) const;

    /// It is no snapshot, or none that can be saved, before it changes.
    void pass_over(std::string const& file_name, file_version const& version) { seen_[file_name] = version; }

    /// Whether a file that was found, and not told of by an event, has been missed: it is newer than what the
    /// store has and the writer has accepted. An older one would become the store's newest.
    bool is_missed(snapshot_position const& position) const;

    /// The writer has accepted the file's snapshot under that name.
    void accepted(std::string const& file_name, file_version const& version, std::string const& saved_as,
                  snapshot_position position);

    /// It has ended; one that failed is missed again, until something newer is stored.
    void ended(std::string const& saved_as, bool failed);

    /// Forgets the files that are not among these.
    void keep_only(std::set<std::string> const& file_names);

   private:
    struct under_way {
        std::string file_name;
        snapshot_position position;
    };

    static void raise(std::optional<snapshot_position>& mark, snapshot_position to) {
        if (!mark || *mark < to) mark = std::move(to);
    }

    std::map<std::string, file_version> seen_;
    std::multimap<std::string, under_way> under_way_;  // by the names they are saved under
    std::optional<snapshot_position> stored_;
};

}  // namespace ddbsnap::cli
