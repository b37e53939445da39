#pragma once

#include "aws/amz_date.hpp"

#include <ddbsnap/sigv4.hpp>

#include <string>
#include <string_view>

namespace ddbsnap::sigv4 {

/// A request of a JSON service: POST, path `/`, no query. Signed headers are these and `X-Amz-Date`. Values
/// must be in their canonical form already: no line folds, no white space at the ends or twice in a row.
struct json_post {
    std::string_view host;
    std::string_view content_type;
    std::string_view target;         ///< `X-Amz-Target`
    std::string_view session_token;  ///< empty: there is no such header
    std::string_view body_hash;      ///< SHA-256, lower-case hexadecimal
};

/// Appends the value of the `Authorization` header: what sign() gives for the same request, without building
/// its stages as strings of their own. They are written behind the end of `out` for a moment, so `out` grows
/// to about 700 bytes and the token more than it holds afterwards, and allocates only for that.
void append_authorization(std::string& out, json_post const&, std::string_view access_key_id, scope const&,
                          amz_date const&, signing_key&);

}  // namespace ddbsnap::sigv4
