#pragma once

#include "aws/config_settings.hpp"
#include "aws/url.hpp"

namespace ddbsnap::aws {

/// Where AWS Sign-In is asked for tokens: the endpoint that settings name for `signin`, else the region's.
///
/// @errors errc::invalid_configuration: no region, a URL, a region or a flag that cannot be meant
result<url> signin_endpoint(config_settings const&, std::string_view region);

}  // namespace ddbsnap::aws
