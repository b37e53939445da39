#pragma once

#include "credentials/fetcher.hpp"

#include <ddbsnap/credentials.hpp>

namespace ddbsnap {

/// The keys that a service answered with.
///
/// @param sent    a secret that went with the request: it is not quoted from the answer
/// @param source  goes into credentials::source
/// @errors errc::credentials_failed: another status than 2xx, an error document (its code is in
///         details().service_code), a document that cannot be used
result<credentials> keys_in(net::http_response const&, fetch_rules const&, secret_string const& sent,
                            std::string source);

/// errc::credentials_failed for an answer of another status than 2xx: its status, and what an error document
/// says.
failure refusal(net::http_response const&, fetch_rules const&, secret_string const& sent);

}  // namespace ddbsnap
