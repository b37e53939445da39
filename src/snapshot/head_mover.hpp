#pragma once

#include "snapshot/table_access.hpp"
#include "snapshot/write_cost.hpp"

namespace ddbsnap {

/// Where a series' head is.
struct head_place {
    bool is_ours = true;
    std::optional<system_time> created{};  ///< of what it names
};

/// Moves the head of a series to a snapshot that was just stored, unless it is further already.
///
/// @return whether the head names that snapshot now, else that it names a newer one, another writer's
/// @errors those of UpdateItem, and of the GetItem that finds out what stood against it
boost::asio::awaitable<result<head_place>> advance_head(table_access& in, snapshot_info const& to,
                                                        write_cost& cost);

}  // namespace ddbsnap
