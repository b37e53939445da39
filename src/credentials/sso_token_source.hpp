#pragma once

#include "aws/sso_settings.hpp"

#include <boost/asio/awaitable.hpp>

namespace ddbsnap {

/// The token that `aws sso login` left in its cache, refreshed where it ends soon and can be. All that is
/// given must outlive the operation.
///
/// @errors errc::credentials_failed where there is none that works, or none can be had; those of the wire
/// @cancellation terminal: errc::operation_aborted
boost::asio::awaitable<result<secret_string>> sso_access_token(world const& outside,
                                                               aws::config_settings const& chosen,
                                                               aws::sso_settings const& settings);

}  // namespace ddbsnap
