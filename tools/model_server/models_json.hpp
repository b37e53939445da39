#pragma once

#include "model_server/registry.hpp"

#include <ddbsnap/result.hpp>
#include <ddbsnap/world.hpp>

#include <string>
#include <string_view>

namespace model_server {

/// The registry as TorchServe's `Snapshot` object, printed as Gson does: `name`, `modelCount`, `created`,
/// `models` (name -> version -> state).
std::string write_models(registry const&, std::string const& name, ddbsnap::system_time created);

/// @errors errc::malformed_file
ddbsnap::result<registry> read_models(std::string_view json);

}  // namespace model_server
