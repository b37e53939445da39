#pragma once

#include "aws/issued_keys.hpp"

#include <string_view>

namespace ddbsnap::aws {

/// What `aws login` caches: keys, and what it takes to get the next ones.
struct login_token {
    issued_keys keys;
    std::string client_id;
    secret_string refresh_token;
    secret_string dpop_key;  ///< PEM

    secret_string document;  ///< all of it as it was read
};

/// The name of a session's file in the cache: hexadecimal SHA-256 of its ARN, and ".json".
std::string login_cache_file_name(std::string_view session);

/// @errors errc::malformed_response, with the reason
result<login_token> parse_login_token(std::string text);

/// Whether the keys last long enough to be used without a refresh: more than 5 minutes.
bool keys_last(login_token const&, system_time now) noexcept;

/// What is sent to refresh: CreateOAuth2Token of Sign-In.
std::string write_login_request(login_token const&);

/// The token as the answer changes it, its document included.
///
/// @errors errc::malformed_response
result<login_token> apply_login_answer(login_token, std::string body, system_time now);

}  // namespace ddbsnap::aws
