#pragma once

#include "snapshot/table_access.hpp"

#include <vector>

namespace ddbsnap {

/// A snapshot as the index tells of it.
struct listed_snapshot {
    snapshot_info info;
    std::size_t parts = 0;  ///< that its body lies in
};

/// The snapshots of a series, newest first, at most `limit`.
boost::asio::awaitable<result<std::vector<listed_snapshot>>> walk_snapshots(table_access& in,
                                                                            std::string series,
                                                                            std::size_t limit,
                                                                            bool with_expired);

}  // namespace ddbsnap
