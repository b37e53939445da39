#pragma once

#include "core/hash.hpp"

#include <ddbsnap/sigv4.hpp>

#include <string_view>

namespace ddbsnap::sigv4 {

struct signing_key {
    hmac_sha256_key hmac;
};

/// The chain of HMACs over day (`yyyyMMdd`), region, service and `aws4_request`.
sha256_digest derive_signing_key(std::string_view secret_access_key, scope const&, std::string_view day);

}  // namespace ddbsnap::sigv4
