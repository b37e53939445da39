#pragma once

#include <ddbsnap/credentials.hpp>
#include <ddbsnap/sigv4.hpp>

#include <string>
#include <string_view>

namespace ddbsnap::dynamodb {

/// What stays the same for all requests of a client.
struct request_target {
    std::string host;  ///< value of the Host header: with the port unless it is the scheme's own
    std::string path = "/";
    std::string region;
    std::string service = "dynamodb";
};

/// What stays the same for all attempts of a call.
struct request_content {
    std::string_view operation;  ///< "PutItem"
    std::string_view body;
    std::string_view body_hash;  ///< SHA-256, lower-case hexadecimal
};

/// Writes a complete, signed HTTP/1.1 request over what `out` held.
/// @errors those of sigv4::sign(): a key, region or path that cannot be signed
result<void> write_request(std::string& out, request_target const& target, request_content const& content,
                           credentials const& keys, system_time now, sigv4::signing_key_cache& cache);

}  // namespace ddbsnap::dynamodb
