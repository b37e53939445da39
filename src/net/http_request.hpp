#pragma once

#include <ddbsnap/result.hpp>

#include <string>
#include <utility>
#include <vector>

namespace ddbsnap::net {

/// A request as HTTP/1.1 has it.
struct http_request {
    std::string method = "GET";
    std::string authority;     ///< Host header: "name", "name:port", "[::1]:80"
    std::string target = "/";  ///< path and query, encoded
    std::vector<std::pair<std::string, std::string>> headers{};  ///< Host and Content-Length are added
    std::string body{};
};

/// The bytes of it.
///
/// @errors errc::invalid_argument when method, target, a header's name or its value could not stand there:
///         control characters, line ends, spaces in the target. The value itself is not quoted, it may be a
///         secret
result<std::string> write_http_request(http_request const&);

}  // namespace ddbsnap::net
