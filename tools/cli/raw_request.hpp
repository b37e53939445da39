#pragma once

#include <ddbsnap/result.hpp>
#include <ddbsnap/sigv4.hpp>

#include <string_view>
#include <vector>

namespace ddbsnap::cli {

/// An HTTP/1.1 request as text, cut into its parts. All views point into the text.
struct raw_request {
    std::string_view method;
    std::string_view path;
    std::string_view query;
    std::vector<sigv4::header> headers;  ///< values keep their line folds
    std::string_view body;

    sigv4::request view() const { return {method, path, query, headers, body}; }
};

/// Reads a request whose lines end with LF or CRLF. The target may have raw spaces: it is what stands between
/// the first and the last space of the first line. The body is what Content-Length says, or else all the
/// rest.
///
/// @errors errc::invalid_argument, with the line; errc::not_supported for a chunked body
result<raw_request> parse_raw_request(std::string_view text);

}  // namespace ddbsnap::cli
