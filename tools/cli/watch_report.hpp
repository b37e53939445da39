#pragma once

#include <ddbsnap/snapshot_writer.hpp>

#include <string>

namespace ddbsnap::cli {

/// How a snapshot ended, as one line of JSON: what `list` tells of it, and `outcome`, `why`,
/// `supersededByOther` where they apply.
std::string to_json(save_report const& report);

/// The same for a person: "stored a.cfg (3.1 KB)".
std::string describe(save_report const& report);

}  // namespace ddbsnap::cli
