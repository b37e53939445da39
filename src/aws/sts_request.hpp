#pragma once

#include <ddbsnap/aws_config.hpp>
#include <ddbsnap/secret.hpp>

#include <optional>
#include <string>

namespace ddbsnap::aws {

// Requests to the Security Token Service, each with where its parts came from.
// @see AWS Security Token Service API Reference, version 2011-06-15

struct assume_role_request {
    sourced<std::string> role_arn;
    sourced<std::string> session_name;
    sourced<std::string> external_id{};
    sourced<std::string> duration_seconds{};  ///< as it was written
    sourced<std::string> mfa_serial{};
    secret_string mfa_code{};
};

struct web_identity_request {
    sourced<std::string> role_arn;
    sourced<std::string> session_name;
    sourced<std::string> duration_seconds{};  ///< as it was written
    secret_string token{};
};

// What STS would refuse whoever asks.
// @errors errc::invalid_configuration, naming the setting
result<void> check(assume_role_request const&);
result<void> check(web_identity_request const&);

// The bodies of checked requests, form-encoded. They hold the code and the token.
std::string form_of(assume_role_request const&);
std::string form_of(web_identity_request const&);

}  // namespace ddbsnap::aws
