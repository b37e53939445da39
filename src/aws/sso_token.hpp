#pragma once

#include <ddbsnap/result.hpp>
#include <ddbsnap/secret.hpp>
#include <ddbsnap/world.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap::aws {

/// A token of IAM Identity Center, as `aws sso login` caches it.
struct sso_token {
    secret_string access_token;
    system_time expires_at{};

    // What a refresh takes; empty where it is not there.
    secret_string refresh_token;
    std::string client_id;
    secret_string client_secret;
    std::optional<system_time> registration_expires_at;

    secret_string document;  ///< all of it as it was read
};

/// The name of a token's file in the cache: hexadecimal SHA-1 of the session's name, or of the start URL
/// where there is no session, and ".json".
std::string sso_cache_file_name(std::string_view key);

/// @errors errc::malformed_response, with the reason
result<sso_token> parse_sso_token(std::string text);

/// The token's document with what a refresh changes. What this project knows nothing of stays as it was.
result<std::string> write_sso_token(sso_token const&);

enum class token_verdict {
    use,
    refresh,
    too_soon,  ///< it has expired, and the last attempt to refresh it was just now
    expired,   ///< and cannot be refreshed
};

/// What to do with a token.
///
/// @param may_refresh   false for the form without session, whose tokens are never refreshed
/// @param last_attempt  to refresh it
token_verdict judge_sso_token(sso_token const&, system_time now, bool may_refresh,
                              std::optional<system_time> last_attempt);

/// A time as the files of other tools have it: RFC 3339 without fraction.
std::string cache_time(system_time);

}  // namespace ddbsnap::aws
