#pragma once

#include "core/time_zone.hpp"

#include <ddbsnap/snapshot_store.hpp>

#include <optional>
#include <string>

namespace ddbsnap {

/// A body that is larger is copied off the loop.
inline constexpr std::size_t copied_on_loop = 32 * 1024;

/// A snapshot on its way into a table. Its body is its own, or stays with the caller until it has arrived.
struct outgoing_snapshot {
    snapshot_info info;
    std::string own;
    std::string const* lent = nullptr;

    std::string const& body() const { return lent ? *lent : own; }
    std::string take_body() { return lent ? *lent : std::move(own); }
    std::size_t copied() const { return lent ? lent->size() : 0; }

    /// The size of the item, as DynamoDB counts it, that holds the body as it is.
    std::size_t item_size(time_zone const&) const;
    /// That item. Takes the body.
    item to_item(time_zone const&);
};

/// What is to be stored for a request, without its body.
/// @errors errc::invalid_name, errc::snapshot_too_large
result<outgoing_snapshot> prepare_snapshot(save_request const&, system_time created, system_time now);

}  // namespace ddbsnap
