#include "aws/sso_documents.hpp"

#include "aws/json_reader.hpp"
#include "aws/json_writer.hpp"
#include "core/ascii.hpp"

namespace ddbsnap::aws {
namespace {

failure unusable(char const* reason) { return failure(errc::malformed_response, reason); }

// Times beyond are mistakes of a unit, and would overflow.
constexpr long long last_millisecond = 253'402'300'799'999;  // of the year 9999

issued_keys read_keys(json_reader& in) {
    issued_keys keys;
    for (in.enter_object(); in.next_key();) {
        if (equals_ignoring_case(in.key(), "expiration")) {
            auto const at = in.integer();
            if (at <= 0 || at > last_millisecond) in.fail("expiration is not a time in milliseconds");
            keys.expiration = system_time(std::chrono::milliseconds(at));
        } else if (!read_key_member(in, keys)) {
            in.skip();
        }
    }
    return keys;
}

}  // namespace

std::string write_token_request(sso_token const& token) {
    std::string out;
    json_writer to(out);
    to.begin_object();
    to.member("clientId", token.client_id);
    to.member("clientSecret", token.client_secret.reveal());
    to.member("grantType", "refresh_token");
    to.member("refreshToken", token.refresh_token.reveal());
    to.end_object();
    return out;
}

result<sso_token> apply_token_answer(sso_token token, std::string body, system_time now) {
    json_reader in(body);
    secret_string access_token;
    long long lasts = 0;
    for (in.enter_object(); in.next_key();) {
        if (equals_ignoring_case(in.key(), "accessToken"))
            access_token = secret_string(string_or_null(in));
        else if (equals_ignoring_case(in.key(), "expiresIn"))
            lasts = in.integer();
        else if (equals_ignoring_case(in.key(), "refreshToken")) {
            secret_string renewed(string_or_null(in));
            if (!renewed.empty()) token.refresh_token = std::move(renewed);
        } else
            in.skip();
    }
    if (auto done = in.finish(); !done) return std::move(done).error();
    if (!is_sendable(access_token.reveal())) return unusable("accessToken is missing or cannot be sent");
    constexpr long long year = 366 * 86'400;
    if (lasts <= 0 || lasts > year) return unusable("expiresIn is missing or no number of seconds");
    token.access_token = std::move(access_token);
    token.expires_at = now + std::chrono::seconds(lasts);
    return token;
}

result<issued_keys> parse_role_credentials(std::string body) {
    json_reader in(body);
    issued_keys keys;
    for (in.enter_object(); in.next_key();) {
        if (equals_ignoring_case(in.key(), "roleCredentials"))
            keys = read_keys(in);
        else
            in.skip();
    }
    if (auto done = in.finish(); !done) return std::move(done).error();
    if (auto checked = check_keys(keys); !checked) return std::move(checked).error();
    if (keys.session_token.empty()) return unusable("sessionToken is missing");
    if (!keys.expiration) return unusable("expiration is missing");
    return keys;
}

}  // namespace ddbsnap::aws
