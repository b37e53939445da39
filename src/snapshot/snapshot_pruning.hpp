#pragma once

#include "snapshot/table_access.hpp"

#include <vector>

namespace ddbsnap {

/// Removes old snapshots from a table, with their parts. Must run where cancellation does not throw.
boost::asio::awaitable<result<std::vector<snapshot_info>>> prune_snapshots(table_access& in,
                                                                           std::string series,
                                                                           retention rule);

}  // namespace ddbsnap
