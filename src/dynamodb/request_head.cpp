#include "dynamodb/request_head.hpp"

#include "aws/amz_date.hpp"
#include "aws/sigv4_writer.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>

namespace ddbsnap::dynamodb {
namespace {

constexpr std::string_view content_type = "application/x-amz-json-1.0";

// An endpoint with a path of its own is rare; it takes the signer for any request.
result<std::string> sign_any_path(request_target const& target, std::string_view operation_target,
                                  std::string_view body, credentials const& keys, system_time now,
                                  sigv4::signing_key_cache& cache) {
    std::array const headers{sigv4::header{"Host", target.host}, sigv4::header{"Content-Type", content_type},
                             sigv4::header{"X-Amz-Target", operation_target}};
    sigv4::request const request{"POST", target.path, {}, headers, body};
    sigv4::keys const revealed{keys.access_key_id, keys.secret_access_key.reveal(),
                               keys.session_token.reveal()};
    auto signature = sigv4::sign(request, revealed, {target.region, target.service}, now, {}, &cache);
    if (!signature) return std::move(signature).error();
    return std::move(signature->authorization);
}

void append_attempt(std::string& out, request_content const& content) {
    auto to = std::back_inserter(out);
    fmt::format_to(to, "\r\namz-sdk-invocation-id: {}\r\namz-sdk-request: ", content.invocation_id);
    if (content.expires && amz_date::is_representable(*content.expires))
        fmt::format_to(to, "ttl={}; ", amz_date(*content.expires).text());
    // An attempt with new keys or a corrected clock comes on top of those that the settings allow.
    fmt::format_to(to, "attempt={}; max={}", content.attempt,
                   std::max(content.attempt, content.max_attempts));
}

// What would end a header, and with it could begin another one.
bool is_header_safe(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0 ", 4)) == std::string_view::npos;
}

}  // namespace

result<void> write_request(std::string& out, request_target const& target, request_content const& content,
                           credentials const& keys, system_time now, sigv4::signing_key_cache& cache) {
    auto const token = keys.session_token.reveal();
    if (!is_header_safe(keys.access_key_id) || !is_header_safe(token))
        return failure(
            errc::credentials_failed,
            fmt::format("the key id or session token from {} has a blank or line end in it", keys.source),
            "`ddbsnap credentials` shows where they come from");
    auto const operation_target = fmt::format("DynamoDB_20120810.{}", content.operation);
    amz_date const date(now);

    out.clear();
    auto to = std::back_inserter(out);
    fmt::format_to(
        to, "POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: {}\r\nX-Amz-Target: {}\r\nX-Amz-Date: {}\r\n",
        target.path, target.host, content_type, operation_target, date.text());
    if (!token.empty()) fmt::format_to(to, "X-Amz-Security-Token: {}\r\n", token);
    out += "Authorization: ";
    if (target.path == "/") {
        sigv4::scope const scope{target.region, target.service};
        sigv4::json_post const post{target.host, content_type, operation_target, token, content.body_hash};
        auto& key = cache.get(keys.secret_access_key.reveal(), scope, now);
        sigv4::append_authorization(out, post, keys.access_key_id, scope, date, key);
    } else {
        auto value = sign_any_path(target, operation_target, content.body, keys, now, cache);
        if (!value) return std::move(value).error();
        out += *value;
    }
    append_attempt(out, content);
    if (target.accept_gzip) out += "\r\nAccept-Encoding: gzip";
    fmt::format_to(to, "\r\nUser-Agent: ddbsnap/" DDBSNAP_VERSION "\r\nContent-Length: {}\r\n\r\n",
                   content.body.size());
    out += content.body;
    return {};
}

}  // namespace ddbsnap::dynamodb
