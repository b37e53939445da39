#pragma once

#include <ddbsnap/result.hpp>
#include <ddbsnap/secret.hpp>
#include <ddbsnap/world.hpp>

#include <string>
#include <string_view>

namespace ddbsnap::aws {

/// What a proof says: that the holder of the key sends this one request now.
struct dpop_claims {
    std::string id;  ///< another one for each proof
    std::string method;
    std::string url;
    system_time now{};
};

/// A proof of possession for the header DPoP: a JWT signed by ES256.
///
/// @param pem  a private key on the curve P-256
/// @errors errc::invalid_argument where it is none. Nothing of the key is quoted
/// @see RFC 9449, section 4.2
result<std::string> sign_dpop_proof(secret_string const& pem, dpop_claims const&);

/// Base64 for URLs, without padding (RFC 7515, section 2).
std::string to_base64url(std::string_view bytes);

}  // namespace ddbsnap::aws
