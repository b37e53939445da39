#include "aws/amz_date.hpp"
#include "aws/canonical_headers.hpp"
#include "aws/canonical_uri.hpp"
#include "aws/signing_key.hpp"
#include "aws/sigv4_check.hpp"
#include "core/encoding.hpp"

#include <ddbsnap/sigv4.hpp>

#include <fmt/format.h>
#include <optional>

namespace ddbsnap::sigv4 {
namespace {

constexpr std::string_view date_header = "X-Amz-Date";
constexpr std::string_view token_header = "X-Amz-Security-Token";
constexpr std::string_view body_hash_header = "x-amz-content-sha256";

// What the body's line of the canonical request says: the hash, unless the request announces something else.
std::string payload_line(request const& r, options const& how) {
    if (!how.sign_body) {
        for (auto const& h : r.headers) {
            if (is_same_name(h.name, body_hash_header)) return canonical_value(h.value);
        }
    }
    return to_hex(sha256(r.body).view());
}

std::vector<added_header> headers_to_add(keys const& k, amz_date const& date, std::string_view body_hash,
                                         options const& how) {
    std::vector<added_header> out;
    out.push_back({std::string(date_header), std::string(date.text())});
    if (!k.session_token.empty()) out.push_back({std::string(token_header), std::string(k.session_token)});
    if (how.sign_body) out.push_back({std::string(body_hash_header), std::string(body_hash)});
    return out;
}

// The request's own headers, without those that are replaced, and the added ones.
std::vector<header> headers_to_sign(request const& r, std::vector<added_header> const& added,
                                    options const& how) {
    auto const is_left_out = [&](std::string_view name) {
        return is_never_signed(name) || (how.omit_session_token && is_same_name(name, token_header));
    };
    auto const is_replaced = [&](std::string_view name) {
        for (auto const& a : added) {
            if (is_same_name(a.name, name)) return true;
        }
        return false;
    };
    std::vector<header> out;
    out.reserve(r.headers.size() + added.size());
    for (auto const& h : r.headers) {
        if (!is_left_out(h.name) && !is_replaced(h.name)) out.push_back(h);
    }
    for (auto const& a : added) {
        if (!is_left_out(a.name)) out.push_back({a.name, a.value});
    }
    return out;
}

std::string hex_signature(keys const& k, scope const& where, system_time now, std::string_view text,
                          signing_key_cache* cache) {
    std::optional<signing_key_cache> own;
    if (cache == nullptr) cache = &own.emplace(1);
    return to_hex(cache->get(k.secret_access_key, where, now).hmac.sign(text).view());
}

}  // namespace

result<signature> sign(request const& r, keys const& k, scope const& where, system_time now,
                       options const& how, signing_key_cache* cache) {
    for (auto const& check : {check_request(r), check_keys(k), check_scope(where)}) {
        if (!check) return check.error();
    }
    if (!amz_date::is_representable(now)) {
        return failure(errc::invalid_argument, "signing a request: the time is outside the years 0 to 9999");
    }
    amz_date const date(now);
    auto const body_hash = payload_line(r, how);
    signature out;
    out.headers_to_add = headers_to_add(k, date, body_hash, how);
    auto headers = canonicalize(headers_to_sign(r, out.headers_to_add, how));
    out.signed_headers = std::move(headers.names);
    out.canonical_request =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}", r.method, canonical_path(r.path, how), canonical_query(r.query),
                    headers.lines, out.signed_headers, body_hash);
    auto const scope_text = fmt::format("{}/{}/{}/aws4_request", date.day(), where.region, where.service);
    out.string_to_sign = fmt::format("AWS4-HMAC-SHA256\n{}\n{}\n{}", date.text(), scope_text,
                                     to_hex(sha256(out.canonical_request).view()));
    out.hex = hex_signature(k, where, now, out.string_to_sign, cache);
    out.authorization = fmt::format("AWS4-HMAC-SHA256 Credential={}/{}, SignedHeaders={}, Signature={}",
                                    k.access_key_id, scope_text, out.signed_headers, out.hex);
    return out;
}

}  // namespace ddbsnap::sigv4
