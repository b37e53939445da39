#pragma once

#include "core/time_zone.hpp"

#include <ddbsnap/snapshot.hpp>

#include <string>
#include <string_view>

namespace ddbsnap::cli {

/// Under which name and time a snapshot stands in the other store.
struct copy_place {
    std::string name;
    system_time created{};
    /// The name tells the snapshot by itself, whatever time it was stored under.
    bool is_unique_name = false;
};

/// From a store of one kind to one of another: TorchServe's snapshots have other names in a table's default
/// series, which its plugin reads, than as files, which TorchServe itself reads. All others keep theirs.
class copy_route {
   public:
    enum class kind { file, table };

    copy_route(kind from, kind to, std::string_view series, time_zone zone)
        : is_translated_(from != to && series.empty()), to_(to), zone_(std::move(zone)) {}

    kind to() const noexcept { return to_; }

    /// Whether the place cannot be told without the body.
    bool needs_body() const noexcept { return is_translated_ && to_ == kind::table; }

    copy_place place_of(snapshot_info const& info, std::string_view body) const;

   private:
    copy_place place_in_table(snapshot_info const& info, std::string_view body) const;
    copy_place place_in_files(snapshot_info const& info) const;

    bool is_translated_;
    kind to_;
    time_zone zone_;
};

}  // namespace ddbsnap::cli
