#pragma once

#include "net/http_response.hpp"

#include <ddbsnap/error.hpp>

#include <string_view>

namespace ddbsnap::dynamodb {

/// The failure an HTTP response other than 200 stands for. The type is looked for in the header
/// `x-amzn-ErrorType`, then in the body's `__type` or `code`, and cut to its bare name; a body that is empty,
/// HTML or anything else is quoted in short.
///
/// @param operation  "PutItem", for the message
failure read_service_error(net::http_response const& response, std::string_view operation);

/// "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException:http://..." -> "ResourceNotFoundException".
std::string_view bare_error_name(std::string_view type) noexcept;

service_errc service_code_of(std::string_view bare_name, int http_status) noexcept;

}  // namespace ddbsnap::dynamodb
