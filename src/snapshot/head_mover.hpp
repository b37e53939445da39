#pragma once

#include "snapshot/table_access.hpp"
#include "snapshot/write_cost.hpp"

namespace ddbsnap {

/// Moves the head of a series to a snapshot that was just stored, unless it is further already.
///
/// @return whether the head names that snapshot now; false: it names a newer one, another writer's
/// @errors those of UpdateItem, and of the GetItem that finds out what stood against it
boost::asio::awaitable<result<bool>> advance_head(table_access& in, snapshot_info const& to,
                                                  write_cost& cost);

}  // namespace ddbsnap
