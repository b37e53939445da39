#pragma once

#include "aws/config_settings.hpp"

namespace ddbsnap::aws {

/// The region that environment and files name: AWS_REGION, AWS_DEFAULT_REGION, the profile's, or that of the
/// first profile that has one on the way along source_profile. Unset when none says.
sourced<std::string> configured_region(config_settings const&);

}  // namespace ddbsnap::aws
