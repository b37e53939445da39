#pragma once

#include "aws/url.hpp"
#include "credentials/fetcher.hpp"

#include <ddbsnap/secret.hpp>

#include <initializer_list>

namespace ddbsnap {

/// Whom to connect to for a URL.
net::origin origin_of(aws::url const&);

/// The target of a request below an endpoint, whose own path stays: `/prefix` and "/token".
std::string target_below(aws::url const& endpoint, std::string_view path);

/// errc::credentials_failed for an answer that is none, with what its JSON error document says. The reason of
/// the document, else its code, becomes the failure's service code.
///
/// @param sent  secrets of the request, which a document may repeat
failure refused_answer(fetch_rules const&, net::http_response const&,
                       std::initializer_list<secret_string const*> sent);

}  // namespace ddbsnap
