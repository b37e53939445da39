#pragma once

#include "core/time_zone.hpp"

#include <ddbsnap/operations.hpp>
#include <ddbsnap/snapshot.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// How snapshots lie in a table: names of attributes, forms of keys, items to snapshots and back. The
/// TorchServe plugin's layout for the default series, and ours beside it. Pure functions.
namespace ddbsnap::table_layout {

inline constexpr std::string_view name_attribute = "snapshotName";
inline constexpr std::string_view created_attribute = "createdOn";
inline constexpr std::string_view month_attribute = "createdOnMonth";
inline constexpr std::string_view body_attribute = "snapshot";
inline constexpr std::string_view series_attribute = "series";
inline constexpr std::string_view size_attribute = "bodySize";
inline constexpr std::string_view encoding_attribute = "encoding";
inline constexpr std::string_view hash_attribute = "bodySha256";
inline constexpr std::string_view kind_attribute = "bodyKind";
inline constexpr std::string_view parts_attribute = "parts";
inline constexpr std::string_view written_attribute = "writtenAt";

/// `snapshotName` of a snapshot: its name, or `<series>/<name>`.
std::string full_name(std::string_view series, std::string_view name);

/// `createdOnMonth`: `yyyy-MM`, or `<series>#yyyy-MM`.
std::string month_key(std::string_view series, std::string_view month);

item to_item(snapshot const& s, time_zone const& zone);

/// The item without its body.
item envelope(snapshot_info const& info, time_zone const& zone);

/// The key of the item alone.
item key_of(snapshot_info const& info, time_zone const& zone);
item key_of(item const& whole);

/// What the item tells but its body, which it may lack.
/// @errors errc::corrupt_snapshot, with what is missing or malformed
result<snapshot_info> info_of(item const& i, std::string_view series, time_zone const& zone);

/// The snapshot with a body that lies in the item as it is.
/// @errors errc::corrupt_snapshot, with what is missing or malformed
result<snapshot> from_item(item i, std::string_view series, time_zone const& zone);

/// The value of an attribute of type N that is a whole number.
std::optional<std::int64_t> integer_of(item const& i, std::string_view name);

/// How many parts the body lies in; 0: in the item itself.
std::size_t parts_of(item const& i);

bool is_expired(snapshot_info const& info, system_time now) noexcept;

/// The head of a series: which snapshot is the newest.
struct head {
    std::string target_name;        ///< `snapshotName` of the target
    std::string target_created_on;  ///< its `createdOn`
    system_time target_created{};
};

item head_key(std::string_view series);
std::optional<head> head_from_item(item const& i);

/// Moves the head to `info`, unless it is there or further already.
update_item_request move_head(std::string_view table, snapshot_info const& info, time_zone const& zone);

}  // namespace ddbsnap::table_layout
