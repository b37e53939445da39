#pragma once

#include <ddbsnap/torchserve.hpp>
#include <ddbsnap/world.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap {

/// Whether TorchServe gives such a name to the files of its snapshots: `<stamp>-startup.cfg`,
/// `-snapshot.cfg`, `-shutdown.cfg`.
bool is_torchserve_file_name(std::string_view name);

/// The name that TorchServe's plugin gives a snapshot in the table's default series; nothing for a body that
/// is not TorchServe's.
std::optional<std::string> item_name_for_body(std::string_view body);

/// The name of TorchServe's file in an item's name `<name>_<created in ms>_<modelCount>`; nothing for other
/// names.
std::optional<std::string> file_name_in_item_name(std::string_view item_name);

}  // namespace ddbsnap
