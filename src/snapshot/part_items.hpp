#pragma once

#include "core/time_zone.hpp"

#include <ddbsnap/operations.hpp>
#include <ddbsnap/world.hpp>

#include <optional>
#include <string>
#include <string_view>

// Items that hold parts of a large body. They have no createdOnMonth, hence are in no index. Parts are
// counted from 1.
namespace ddbsnap {

/// Bytes of a body in a part: the rest of an item's 409,600 is for the key, names of 1,153 bytes included,
/// and for what else is said of it.
inline constexpr std::size_t part_size = 400'000;

/// What stands between a snapshot's name and the number of a part.
inline constexpr std::string_view part_mark = "#part-";

std::size_t parts_for(std::size_t bytes) noexcept;

/// The key of a part of the snapshot with that item or key.
item part_key(item const& snapshot_item, std::size_t number);

/// Part `number` of a body whose stored form is `stored`, with a hash of its own.
item part_item(item const& snapshot_item, std::size_t number, std::string_view stored, system_time now);

struct part_name {
    std::string snapshot_name;  ///< `snapshotName` of the snapshot
    std::size_t number = 0;
};

/// Nothing for the name of anything else.
std::optional<part_name> parse_part_name(std::string_view name);

/// When a part was created or written, whatever is later; nothing where its
/// createdOn is not one.
std::optional<system_time> part_time(item const& part, time_zone const& zone);

}  // namespace ddbsnap
