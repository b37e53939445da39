#pragma once

#include <ddbsnap/result.hpp>
#include <ddbsnap/secret.hpp>
#include <ddbsnap/world.hpp>

#include <optional>
#include <string>

namespace ddbsnap::aws {

class json_reader;

/// Keys as a document gives them, wherever it came from.
struct issued_keys {
    std::string access_key_id;
    secret_string secret_access_key;
    secret_string session_token;
    std::optional<system_time> expiration;
    std::string account_id;
};

/// Takes the member that the reader stands at, if it is one of the three that all documents have:
/// AccessKeyId, SecretAccessKey and SessionToken, in any case.
bool read_key_member(json_reader&, issued_keys&);

/// The next value, which may be `null`, for an empty text.
std::string_view string_or_null(json_reader&);

/// Whether a text can be sent in a header as it is: visible ASCII, not empty.
bool is_sendable(std::string_view) noexcept;

/// @errors errc::malformed_response naming the member that is missing or holds what no header can
result<void> check_keys(issued_keys const&);

}  // namespace ddbsnap::aws
