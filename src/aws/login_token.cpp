#include "aws/login_token.hpp"

#include "aws/json_edit.hpp"
#include "aws/json_reader.hpp"
#include "aws/json_writer.hpp"
#include "aws/sso_token.hpp"
#include "core/ascii.hpp"
#include "core/encoding.hpp"
#include "core/hash.hpp"
#include "core/time_text.hpp"

#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

failure unusable(std::string reason) { return failure(errc::malformed_response, std::move(reason)); }

// The member accessToken, an object both in the cache and in answers; the latter have no expiresAt.
issued_keys read_keys(json_reader& in) {
    issued_keys keys;
    for (in.enter_object(); in.next_key();) {
        if (equals_ignoring_case(in.key(), "expiresAt")) {
            keys.expiration = parse_iso8601(string_or_null(in));
            if (!keys.expiration) in.fail("expiresAt is not a time as RFC 3339 has it");
        } else if (equals_ignoring_case(in.key(), "accountId")) {
            keys.account_id = string_or_null(in);
        } else if (!read_key_member(in, keys)) {
            in.skip();
        }
    }
    return keys;
}

struct answer {
    issued_keys keys;
    secret_string refresh_token;
    std::string id_token;
    std::string token_type;
    long long lasts = 0;
};

result<answer> read_answer(std::string body) {
    json_reader in(body);
    answer a;
    for (in.enter_object(); in.next_key();) {
        auto const is = [&](std::string_view name) { return equals_ignoring_case(in.key(), name); };
        if (is("accessToken"))
            a.keys = read_keys(in);
        else if (is("refreshToken"))
            a.refresh_token = secret_string(string_or_null(in));
        else if (is("idToken"))
            a.id_token = string_or_null(in);
        else if (is("tokenType"))
            a.token_type = string_or_null(in);
        else if (is("expiresIn"))
            a.lasts = in.integer();
        else
            in.skip();
    }
    if (auto done = in.finish(); !done) return std::move(done).error();
    if (auto checked = check_keys(a.keys); !checked) return std::move(checked).error();
    if (a.keys.session_token.empty()) return unusable("sessionToken is missing");
    constexpr long long day = 86'400;
    if (a.lasts <= 0 || a.lasts > day) return unusable("expiresIn is missing or no number of seconds");
    return a;
}

// The object accessToken as the cache has it.
std::string keys_as_json(issued_keys const& keys) {
    std::string out;
    json_writer to(out);
    to.begin_object();
    to.member("accessKeyId", keys.access_key_id);
    to.member("secretAccessKey", keys.secret_access_key.reveal());
    to.member("sessionToken", keys.session_token.reveal());
    to.member_unless_empty("accountId", keys.account_id);
    to.member("expiresAt", cache_time(*keys.expiration));
    to.end_object();
    return out;
}

}  // namespace

std::string login_cache_file_name(std::string_view session) {
    return to_hex(sha256(trim(session)).view()) + ".json";
}

result<login_token> parse_login_token(std::string text) {
    login_token token;
    token.document = secret_string(text);
    json_reader in(text);
    for (in.enter_object(); in.next_key();) {
        auto const is = [&](std::string_view name) { return equals_ignoring_case(in.key(), name); };
        if (is("accessToken"))
            token.keys = read_keys(in);
        else if (is("refreshToken"))
            token.refresh_token = secret_string(string_or_null(in));
        else if (is("clientId"))
            token.client_id = string_or_null(in);
        else if (is("dpopKey"))
            token.dpop_key = secret_string(string_or_null(in));
        else
            in.skip();
    }
    if (auto done = in.finish(); !done) return std::move(done).error();
    if (auto checked = check_keys(token.keys); !checked) return std::move(checked).error();
    if (token.keys.session_token.empty()) return unusable("sessionToken is missing");
    if (!token.keys.expiration) return unusable("expiresAt is missing");
    if (token.refresh_token.empty()) return unusable("refreshToken is missing");
    if (token.client_id.empty()) return unusable("clientId is missing");
    if (token.dpop_key.empty()) return unusable("dpopKey is missing");
    return token;
}

bool keys_last(login_token const& token, system_time now) noexcept {
    return *token.keys.expiration - std::chrono::minutes(5) > now;
}

std::string write_login_request(login_token const& token) {
    std::string out;
    json_writer to(out);
    to.begin_object();
    to.member("clientId", token.client_id);
    to.member("grantType", "refresh_token");
    to.member("refreshToken", token.refresh_token.reveal());
    to.end_object();
    return out;
}

result<login_token> apply_login_answer(login_token token, std::string body, system_time now) {
    auto read = read_answer(std::move(body));
    if (!read) return std::move(read).error();
    read->keys.expiration = now + std::chrono::seconds(read->lasts);
    if (read->keys.account_id.empty()) read->keys.account_id = token.keys.account_id;
    token.keys = std::move(read->keys);
    if (!read->refresh_token.empty()) token.refresh_token = std::move(read->refresh_token);
    std::vector<json_member> changed{{"accessToken", keys_as_json(token.keys)},
                                     {"refreshToken", json_string(token.refresh_token.reveal())}};
    if (!read->token_type.empty()) changed.push_back({"tokenType", json_string(read->token_type)});
    if (!read->id_token.empty()) changed.push_back({"idToken", json_string(read->id_token)});
    auto document = with_members(std::string(token.document.reveal()), changed);
    if (!document) return std::move(document).error();
    token.document = secret_string(*document);
    return token;
}

}  // namespace ddbsnap::aws
