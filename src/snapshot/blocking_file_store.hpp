#pragma once

#include "net/file_calls.hpp"
#include "snapshot/snapshot_directory.hpp"

#include <ddbsnap/snapshot_store.hpp>

#include <map>
#include <optional>

namespace ddbsnap {

/// The file store's work. All of it blocks and is done on one thread, which alone touches the members.
class blocking_file_store {
   public:
    blocking_file_store(std::filesystem::path base, std::string zone_name, world outside,
                        net::file_calls calls)
        : base_(std::move(base)),
          zone_name_(std::move(zone_name)),
          outside_(std::move(outside)),
          calls_(std::move(calls)) {}

    result<snapshot_info> save(save_request const&, system_time now);
    result<snapshot> last(std::string const& series, warnings&);
    result<snapshot> get(std::string const& series, std::string const& name, warnings&);
    result<snapshot> get_at(std::string const& series, std::string const& name, system_time created);
    result<std::vector<snapshot_info>> list(std::string const& series, std::size_t limit, warnings&);

    struct removal {
        std::filesystem::path path;
        snapshot_info info;
    };
    /// What is to be removed, the oldest first; with `orphans`, temporary files that a save left behind.
    result<std::vector<removal>> due(std::string const& series, retention const&, system_time now, warnings&);
    /// Whether it was still there.
    result<bool> remove(std::filesystem::path const&);

   private:
    result<snapshot_directory> directory_of(std::string const& series);
    result<std::vector<removal>> orphans(snapshot_directory const&, retention const&, system_time now);
    std::filesystem::path path_of(std::string const& series) const;
    result<time_zone const*> zone();
    /// The newest of `candidates` that can be read; what cannot is warned about.
    std::optional<result<snapshot>> first_readable(snapshot_directory const&,
                                                   std::vector<snapshot_file> const& candidates, warnings&);

    std::filesystem::path base_;
    std::string zone_name_;
    world outside_;
    net::file_calls calls_;
    std::optional<time_zone> zone_;
    std::map<std::string, system_time> last_created_;  // of each series, by this object
};

}  // namespace ddbsnap
