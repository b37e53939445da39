#pragma once

#include "aws/config_settings.hpp"

#include <ddbsnap/credentials.hpp>

#include <string>

namespace ddbsnap {

// The forms of a profile whose keys come from elsewhere than the files. `profile` gives the properties of the
// profile that has the form; it and what it refers to must outlive the operation, as `outside`, whose
// connector and processes are set.
//
// @errors of all: errc::credentials_failed, errc::invalid_configuration, with what to do next; those of the
// wire
// @cancellation terminal: errc::operation_aborted

/// IAM Identity Center: a token that `aws sso login` left in its cache, exchanged for keys. The token is
/// refreshed where the profile names an sso-session and the cache has what that takes.
/// @param chosen  whose settings (endpoint, FIPS, dual-stack) count: of the profile that the search began
/// with
boost::asio::awaitable<result<credentials>> sso_credentials(world const& outside,
                                                            aws::config_settings const& profile,
                                                            aws::config_settings const& chosen);

/// Keys that `aws login` left in its cache, refreshed where they end soon.
/// @param region  whose sign-in service refreshes them; empty: that of environment, files or instance
boost::asio::awaitable<result<credentials>> login_credentials(world const& outside,
                                                              aws::config_settings const& profile,
                                                              aws::config_settings const& chosen,
                                                              std::string region);

/// What the command of `credential_process` prints.
boost::asio::awaitable<result<credentials>> process_credentials(world const& outside,
                                                                aws::config_settings const& profile);

}  // namespace ddbsnap
