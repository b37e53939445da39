#pragma once

#include "aws/issued_keys.hpp"
#include "aws/sso_token.hpp"

namespace ddbsnap::aws {

/// What is sent to refresh a token: CreateToken of SSO OIDC.
std::string write_token_request(sso_token const&);

/// The token as the answer changes it. The refresh token stays where the answer has none.
///
/// @errors errc::malformed_response
result<sso_token> apply_token_answer(sso_token, std::string body, system_time now);

/// The answer of GetRoleCredentials.
///
/// @errors errc::malformed_response
result<issued_keys> parse_role_credentials(std::string body);

}  // namespace ddbsnap::aws
