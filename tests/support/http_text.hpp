#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap::test {

/// A complete response, with `Content-Length` unless `headers` says how the body ends.
std::string http_answer(int status, std::string_view body, std::string_view headers = {});

/// A response as DynamoDB sends it: JSON, request id, CRC-32.
std::string dynamodb_answer(int status, std::string_view json, std::string_view more_headers = {});

/// A request as it came.
struct received_request {
    std::string head;  ///< request line and headers
    std::string body;
    int connection = 0;  ///< counted from 1

    std::string_view request_line() const;
    /// The value of the header; nothing when there is none.
    std::optional<std::string> header(std::string_view name) const;
};

}  // namespace ddbsnap::test
