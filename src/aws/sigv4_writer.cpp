#include "aws/sigv4_writer.hpp"

#include "aws/signing_key.hpp"
#include "core/append.hpp"
#include "core/encoding.hpp"
#include "core/hash.hpp"

namespace ddbsnap::sigv4 {
namespace {

std::string_view signed_names(json_post const& r) {
    return r.session_token.empty() ? "content-type;host;x-amz-date;x-amz-target"
                                   : "content-type;host;x-amz-date;x-amz-security-token;x-amz-target";
}

void append_canonical_request(std::string& out, json_post const& r, amz_date const& date) {
    append_all(out, "POST\n/\n\ncontent-type:", r.content_type, "\nhost:", r.host,
               "\nx-amz-date:", date.text());
    if (!r.session_token.empty()) append_all(out, "\nx-amz-security-token:", r.session_token);
    append_all(out, "\nx-amz-target:", r.target, "\n\n", signed_names(r), "\n", r.body_hash);
}

void append_scope(std::string& out, scope const& where, amz_date const& date) {
    append_all(out, date.day(), "/", where.region, "/", where.service, "/aws4_request");
}

}  // namespace

void append_authorization(std::string& out, json_post const& r, std::string_view access_key_id,
                          scope const& where, amz_date const& date, signing_key& key) {
    auto const start = out.size();
    append_canonical_request(out, r, date);
    auto const request_hash = sha256(std::string_view(out).substr(start));

    out.resize(start);
    append_all(out, "AWS4-HMAC-SHA256\n", date.text(), "\n");
    append_scope(out, where, date);
    out += '\n';
    append_hex(out, request_hash.view());
    auto const signed_text = key.hmac.sign(std::string_view(out).substr(start));

    out.resize(start);
    append_all(out, "AWS4-HMAC-SHA256 Credential=", access_key_id, "/");
    append_scope(out, where, date);
    append_all(out, ", SignedHeaders=", signed_names(r), ", Signature=");
    append_hex(out, signed_text.view());
}

}  // namespace ddbsnap::sigv4
