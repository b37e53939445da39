#pragma once

#include <ddbsnap/result.hpp>
#include <ddbsnap/secret.hpp>
#include <ddbsnap/world.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap::aws {

/// The keys of a role, as container services and instance metadata hand them out. All of it may stand in a
/// header.
struct credential_document {
    std::string access_key_id;
    secret_string secret_access_key;
    secret_string session_token;
    system_time expiration{};
    std::string account_id;  ///< its own, else its RoleArn's; may be empty
};

/// Reads such a document. Names of members are compared without regard to case.
///
/// @param sent  a secret that went with the request: what repeats it is not quoted
/// @errors errc::malformed_response: not JSON, or members that are missing or cannot be meant;
///         errc::credentials_failed: a document that says what is wrong, its code in
///         details().service_code
result<credential_document> read_credential_document(std::string_view text, std::string_view sent = {});

/// What an error says of itself, fit to be quoted.
struct error_document {
    std::string code;
    std::string message;

    std::string to_string() const;  ///< "CODE: MESSAGE", or what there is of it
};

/// The `Code` and `Message` of a JSON document; nothing when there is none with either.
std::optional<error_document> read_error_document(std::string_view text, std::string_view sent = {});

}  // namespace ddbsnap::aws
