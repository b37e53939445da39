#pragma once

#include "core/hash.hpp"
#include "dynamodb/request_buffer.hpp"

#include <ddbsnap/world.hpp>

#include <string>
#include <utility>

namespace ddbsnap::dynamodb {

/// What a call sends, ready for all its attempts.
struct prepared_request {
    prepared_request(request_buffer document, std::string arn, steady_time since)
        : content(std::move(document)),
          body_hash(to_text(sha256(content.document()))),
          resource_arn(std::move(arn)),
          begun(since) {}

    request_buffer content;
    sha256_text body_hash;
    std::string resource_arn;  ///< as for endpoint_router::route_for()
    steady_time begun;         ///< from where on the call's time counts
};

}  // namespace ddbsnap::dynamodb
