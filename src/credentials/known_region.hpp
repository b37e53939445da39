#pragma once

#include "aws/config_settings.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>

namespace ddbsnap {

/// The region to ask a service in, as far as anybody knows it: `given`, else that of environment and files,
/// else, unless an endpoint is named for the service, the EC2 instance's own. Empty when none of them says.
///
/// @param service  as for aws::configured_endpoint()
/// @param outside, settings  must outlive the operation; the world's connector must be set
/// @errors errc::invalid_configuration; errc::operation_aborted
/// @cancellation terminal
boost::asio::awaitable<result<std::string>> known_region(world const& outside,
                                                         aws::config_settings const& settings,
                                                         std::string_view service, std::string given);

}  // namespace ddbsnap
