#pragma once

#include "core/time_zone.hpp"

#include <ddbsnap/snapshot.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap {

/// What the name of a snapshot's file says.
struct file_name_parts {
    system_time created;
    std::string name;
};

/// `<stamp>-<name>`, with the stamp of `created` on the zone's wall clock; TorchServe's own names
/// (`<stamp>-startup.cfg`, `-snapshot.cfg`, `-shutdown.cfg`) stand as they are when their stamp is that one.
///
/// @errors errc::invalid_name for a name with a slash and for a file name of more than 255 bytes;
///         errc::invalid_argument for a time outside the years 1 to 9999
result<std::string> file_name_of(std::string_view snapshot_name, system_time created, time_zone const&);

/// The other direction; nothing for a name that no snapshot's file has.
std::optional<file_name_parts> parse_file_name(std::string_view file_name, time_zone const&);

}  // namespace ddbsnap
