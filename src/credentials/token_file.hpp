#pragma once

#include <ddbsnap/world.hpp>

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <optional>

namespace ddbsnap {

/// Reads a token's file away from the loop.
/// @errors those of world::read_file
boost::asio::awaitable<result<std::string>> read_token_file(world const&, std::filesystem::path const&);

/// Replaces it, also away from the loop. A failure is logged and nothing more: the token itself is good.
boost::asio::awaitable<void> keep_token_file(world const&, std::filesystem::path const&,
                                             secret_string const& document);

/// A directory below the home directory.
/// @errors errc::credentials_failed where HOME is not known
result<std::filesystem::path> below_home(world const&, std::filesystem::path const& relative);

// When this process last tried to refresh the token of a file, by the clock and the connector of `outside`.
// @thread_safety any thread
std::optional<system_time> last_refresh_attempt(world const&, std::filesystem::path const&);
void note_refresh_attempt(world const&, std::filesystem::path const&);

}  // namespace ddbsnap
