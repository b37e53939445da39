#include "dynamodb/request_head.hpp"

#include "aws/amz_date.hpp"
#include "aws/sigv4_writer.hpp"
#include "core/append.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

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

template <class Number>
void append_number(std::string& out, Number n) {
    std::array<char, 20> digits;
    out.append(digits.begin(), std::to_chars(digits.begin(), digits.end(), n).ptr);
}

void append_attempt(std::string& out, request_content const& content) {
    append_all(out, "\r\namz-sdk-invocation-id: ", content.invocation_id, "\r\namz-sdk-request: ");
    if (content.expires && amz_date::is_representable(*content.expires))
        append_all(out, "ttl=", amz_date(*content.expires).text(), "; ");
    out += "attempt=";
    append_number(out, content.attempt);
    out += "; max=";
    // An attempt with new keys or a corrected clock comes on top of those that the settings allow.
    append_number(out, std::max(content.attempt, content.max_attempts));
}

// What would end a header, and with it could begin another one.
bool is_header_safe(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0 ", 4)) == std::string_view::npos;
}

}  // namespace

result<void> write_head(std::string& out, request_target const& target, request_content const& content,
                        credentials const& keys, system_time now, sigv4::signing_key_cache& cache) {
    auto const token = keys.session_token.reveal();
    if (!is_header_safe(keys.access_key_id) || !is_header_safe(token))
        return failure(
            errc::credentials_failed,
            fmt::format("the key id or session token from {} has a blank or line end in it", keys.source),
            "`ddbsnap credentials` shows where they come from");
    amz_date const date(now);
    out.clear();
    // All there will be at any time, so that what has been written stays where it is.
    out.reserve(2048 + 2 * token.size() + target.path.size() + 3 * target.host.size() +
                2 * content.operation.size() + keys.access_key_id.size());
    append_all(out, "POST ", target.path, " HTTP/1.1\r\nHost: ", target.host,
               "\r\nContent-Type: ", content_type, "\r\nX-Amz-Target: ");
    auto const operation_at = out.size();
    append_all(out, "DynamoDB_20120810.", content.operation);
    auto const operation_target = std::string_view(out).substr(operation_at);
    append_all(out, "\r\nX-Amz-Date: ", date.text());
    if (!token.empty()) append_all(out, "\r\nX-Amz-Security-Token: ", token);
    out += "\r\nAuthorization: ";
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
    out += "\r\nUser-Agent: ddbsnap/" DDBSNAP_VERSION "\r\nContent-Length: ";
    append_number(out, content.body.size());
    out += "\r\n\r\n";
    return {};
}

}  // namespace ddbsnap::dynamodb
