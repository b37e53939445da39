#include "support/http_text.hpp"

#include <fmt/format.h>
#include <strings.h>
#include <zlib.h>

namespace ddbsnap::test {

std::string http_answer(int status, std::string_view body, std::string_view headers) {
    auto text = fmt::format("HTTP/1.1 {} Whatever\r\n{}", status, headers);
    bool const says_how_it_ends = headers.find("Content-Length") != std::string_view::npos ||
                                  headers.find("Transfer-Encoding") != std::string_view::npos ||
                                  headers.find("Connection: close") != std::string_view::npos;
    if (!says_how_it_ends) text += fmt::format("Content-Length: {}\r\n", body.size());
    return fmt::format("{}\r\n{}", text, body);
}

std::string dynamodb_answer(int status, std::string_view json, std::string_view more_headers) {
    auto const crc = ::crc32(0, reinterpret_cast<Bytef const*>(json.data()), static_cast<uInt>(json.size()));
    auto const headers = fmt::format(
        "Content-Type: application/x-amz-json-1.0\r\nx-amzn-RequestId: REQUEST-1\r\nx-amz-crc32: {}\r\n{}",
        crc, more_headers);
    return http_answer(status, json, headers);
}

std::string_view received_request::request_line() const {
    return std::string_view(head).substr(0, head.find("\r\n"));
}

std::optional<std::string> received_request::header(std::string_view name) const {
    for (auto at = head.find("\r\n"); at + 4 < head.size(); at = head.find("\r\n", at + 2)) {
        auto const line = std::string_view(head).substr(at + 2, head.find("\r\n", at + 2) - at - 2);
        if (line.size() <= name.size() || line[name.size()] != ':') continue;
        if (::strncasecmp(line.data(), name.data(), name.size()) != 0) continue;
        auto const value = line.substr(name.size() + 1);
        return std::string(value.substr(std::min(value.find_first_not_of(' '), value.size())));
    }
    return std::nullopt;
}

}  // namespace ddbsnap::test
