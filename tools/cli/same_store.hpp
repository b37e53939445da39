#pragma once

#include "snapshot/store_uri.hpp"

#include <filesystem>

namespace ddbsnap::cli {

/// Whether two paths lead to the same directory, also where it is not there yet.
bool is_same_directory(std::filesystem::path const& a, std::filesystem::path const& b);

/// Whether two URIs name the same directory; or the same table, as far as they tell: region and endpoint may
/// still differ.
bool is_same_place(store_uri const& a, store_uri const& b);

}  // namespace ddbsnap::cli
