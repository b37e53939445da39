#pragma once

#include "aws/issued_keys.hpp"

#include <ddbsnap/credentials.hpp>

#include <utility>

namespace ddbsnap {

/// What a document gave, as keys that do not know yet where they are from.
inline credentials keys_as_issued(aws::issued_keys issued) {
    credentials keys;
    keys.access_key_id = std::move(issued.access_key_id);
    keys.secret_access_key = std::move(issued.secret_access_key);
    keys.session_token = std::move(issued.session_token);
    keys.expiration = issued.expiration;
    keys.account_id = std::move(issued.account_id);
    return keys;
}

}  // namespace ddbsnap
