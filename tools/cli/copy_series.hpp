#pragma once

#include "cli/copy_route.hpp"

#include <ddbsnap/snapshot_store.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ddbsnap::cli {

struct copy_options {
    std::string series;
    std::size_t limit = static_cast<std::size_t>(-1);  ///< the newest so many
    bool verify = true;                                ///< reads back what was saved
    bool dry_run = false;
    std::function<system_time()> now;
    std::function<void(std::size_t done, std::size_t total)> progress;
};

/// What a copy came to.
struct copy_outcome {
    struct passed_over {
        snapshot_info snapshot;
        failure why;
    };

    std::size_t total = 0;              ///< in the store that is copied from, within the limit
    std::vector<snapshot_info> copied;  ///< as they stand in the other store, or would; oldest first
    std::size_t already_there = 0;
    std::size_t without_expiry = 0;  ///< of `copied`: files do not expire
    std::uint64_t bytes = 0;
    std::vector<passed_over> failed;
    /// What ended it before its time, cancellation included. What was copied until then stays.
    std::optional<failure> stopped_by;

    std::size_t done() const noexcept { return copied.size() + already_there + failed.size(); }
};

/// Copies a series' snapshots, oldest first, so that a copy that was interrupted can go on from where it
/// was. A snapshot that cannot be copied by itself is passed over; what concerns all of them ends it.
///
/// @errors those of list(), of either store
boost::asio::awaitable<result<copy_outcome>> copy_series(snapshot_store& from, snapshot_store& to,
                                                         copy_route route, copy_options options);

}  // namespace ddbsnap::cli
