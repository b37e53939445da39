#pragma once

#include "aws/config_settings.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace ddbsnap {

/// The region as far as anybody knows it: `given`, else that of environment and files, else the EC2
/// instance's own. Empty when none of them says.
///
/// @param outside, settings  must outlive the operation; the world's connector must be set
/// @cancellation terminal: errc::operation_aborted, the only error
boost::asio::awaitable<result<std::string>> known_region(world const& outside,
                                                         aws::config_settings const& settings,
                                                         std::string given);

}  // namespace ddbsnap
