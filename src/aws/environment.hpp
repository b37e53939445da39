#pragma once

#include <ddbsnap/world.hpp>

#include <optional>
#include <string>

namespace ddbsnap::aws {

/// The value of an environment variable without white space around it; nothing when it is not set or blank.
std::optional<std::string> environment_value(world const&, std::string const& name);

}  // namespace ddbsnap::aws
