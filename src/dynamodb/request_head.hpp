#pragma once

#include <ddbsnap/credentials.hpp>
#include <ddbsnap/sigv4.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap::dynamodb {

/// What stays the same for all requests of a client.
struct request_target {
    std::string host;  ///< value of the Host header: with the port unless it is the scheme's own
    std::string path = "/";
    std::string region;
    std::string service = "dynamodb";
    bool accept_gzip = false;
};

/// What one attempt is made of.
struct request_content {
    std::string_view operation;  ///< "PutItem"
    std::string_view body;
    std::string_view body_hash;  ///< SHA-256, lower-case hexadecimal

    // What the AWS SDKs tell of their attempts. It is sent, but not signed: it may change on the way.
    std::string_view invocation_id;  ///< the same for all attempts of a call
    int attempt = 1;
    int max_attempts = 1;
    /// By the service's clock, when nobody waits for the answer any more; nothing while that clock is not
    /// known.
    std::optional<system_time> expires{};
};

/// Writes the head of a signed HTTP/1.1 request, up to where its body begins, over what `out` held. Does not
/// allocate when `out` has been used before.
/// @errors those of sigv4::sign(): a key, region or path that cannot be signed
result<void> write_head(std::string& out, request_target const& target, request_content const& content,
                        credentials const& keys, system_time now, sigv4::signing_key_cache& cache);

}  // namespace ddbsnap::dynamodb
