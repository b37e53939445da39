#pragma once

#include "snapshot/table_access.hpp"

#include <vector>

namespace ddbsnap {

/// Parts of a series older than this, without their snapshot, are no longer those of a save under way.
inline constexpr std::chrono::hours orphan_age{1};

/// The parts of a series that no snapshot needs: its item is not there, or has fewer parts, as after it was
/// saved again with a smaller body. It reads the whole table. Must run where cancellation does not throw.
boost::asio::awaitable<result<std::vector<item>>> find_orphaned_parts(table_access& in, std::string series);

}  // namespace ddbsnap
