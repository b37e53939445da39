#pragma once

#include "snapshot/outgoing_snapshot.hpp"
#include "snapshot/table_access.hpp"
#include "snapshot/write_cost.hpp"

namespace ddbsnap {

// Bodies that no item holds as they are. Both must run where cancellation does not throw.

/// Puts a snapshot compressed, in parts, or both. Its own item is written last and makes all of it visible;
/// until then there is nothing but parts that nobody reads. Doing it again does no harm.
boost::asio::awaitable<result<void>> put_large(table_access& into, outgoing_snapshot const& s,
                                               write_cost& cost);

/// The snapshot of an item with its body, wherever that lies.
/// @errors errc::corrupt_snapshot, with the part that is missing or damaged
boost::asio::awaitable<result<snapshot>> read_whole(table_access& from, item i, std::string series);

}  // namespace ddbsnap
