#pragma once

#include <ddbsnap/secret.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ddbsnap::aws {

/// What an error document says. Empty where the body is none.
struct json_error {
    std::string code;     ///< "UnauthorizedException", without what AWS puts around it
    std::string reason;   ///< member `error`: "TOKEN_EXPIRED", "invalid_grant"
    std::string message;  ///< as it came

    /// "CODE, REASON: MESSAGE", as far as there is something, fit for a message of ours.
    ///
    /// @param sent  secrets of the request: a server may repeat them
    std::string to_string(std::initializer_list<secret_string const*> sent = {}) const;
};

/// @param type_header  the response's x-amzn-ErrorType
json_error parse_json_error(std::string body, std::string_view type_header = {});

}  // namespace ddbsnap::aws
