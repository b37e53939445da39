#pragma once

#include <ddbsnap/result.hpp>
#include <ddbsnap/secret.hpp>
#include <ddbsnap/world.hpp>

#include <boost/asio/awaitable.hpp>

namespace ddbsnap {

/// What a container sends as `Authorization` to the service that gives it keys: the content of the file that
/// AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names, read anew, else AWS_CONTAINER_AUTHORIZATION_TOKEN. Empty
/// when neither is set.
///
/// @errors errc::credentials_failed: a file that cannot be read, a token that cannot stand in a header
boost::asio::awaitable<result<secret_string>> authorization_token(world const& outside);

}  // namespace ddbsnap
