#include "aws/sso_token.hpp"

#include "aws/issued_keys.hpp"
#include "aws/json_edit.hpp"
#include "aws/json_reader.hpp"
#include "core/ascii.hpp"
#include "core/encoding.hpp"
#include "core/hash.hpp"
#include "core/time_text.hpp"

#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

using namespace std::chrono_literals;

constexpr auto refresh_ahead = 5min;
constexpr auto between_attempts = 30s;

// Older releases of the AWS CLI wrote "UTC" for "Z".
std::optional<system_time> read_time(std::string_view text) {
    if (text.ends_with("UTC")) return parse_iso8601(std::string(text.substr(0, text.size() - 3)) + "Z");
    return parse_iso8601(text);
}

struct cached_token {
    sso_token token;
    std::string expires_at;
};

cached_token read(json_reader& in) {
    cached_token found;
    auto& token = found.token;
    for (in.enter_object(); in.next_key();) {
        auto const is = [&](std::string_view name) { return equals_ignoring_case(in.key(), name); };
        if (is("accessToken"))
            token.access_token = secret_string(string_or_null(in));
        else if (is("expiresAt"))
            found.expires_at = string_or_null(in);
        else if (is("refreshToken"))
            token.refresh_token = secret_string(string_or_null(in));
        else if (is("clientId"))
            token.client_id = string_or_null(in);
        else if (is("clientSecret"))
            token.client_secret = secret_string(string_or_null(in));
        else if (is("registrationExpiresAt"))
            token.registration_expires_at = read_time(string_or_null(in));
        else
            in.skip();
    }
    return found;
}

bool can_be_refreshed(sso_token const& token, system_time now) {
    return !token.refresh_token.empty() && !token.client_id.empty() && !token.client_secret.empty() &&
           token.registration_expires_at && *token.registration_expires_at > now;
}

failure unusable(char const* reason) { return failure(errc::malformed_response, reason); }

}  // namespace

std::string sso_cache_file_name(std::string_view key) { return to_hex(sha1(key).view()) + ".json"; }

result<sso_token> parse_sso_token(std::string text) {
    secret_string document(text);
    json_reader in(text);
    auto found = read(in);
    if (auto done = in.finish(); !done) return std::move(done).error();
    if (found.token.access_token.empty()) return unusable("accessToken is missing");
    if (!is_sendable(found.token.access_token.reveal()))
        return unusable("accessToken holds characters that cannot be sent");
    if (found.expires_at.empty()) return unusable("expiresAt is missing");
    auto const expires_at = read_time(found.expires_at);
    if (!expires_at) return unusable("expiresAt is not a time as RFC 3339 has it");
    found.token.expires_at = *expires_at;
    found.token.document = std::move(document);
    return std::move(found.token);
}

result<std::string> write_sso_token(sso_token const& token) {
    std::vector<json_member> changed{{"accessToken", json_string(token.access_token.reveal())},
                                     {"expiresAt", json_string(cache_time(token.expires_at))}};
    if (!token.refresh_token.empty())
        changed.push_back({"refreshToken", json_string(token.refresh_token.reveal())});
    return with_members(std::string(token.document.reveal()), changed);
}

token_verdict judge_sso_token(sso_token const& token, system_time now, bool may_refresh,
                              std::optional<system_time> last_attempt) {
    if (token.expires_at - refresh_ahead > now) return token_verdict::use;
    bool const works = token.expires_at > now;
    if (!may_refresh || !can_be_refreshed(token, now))
        return works ? token_verdict::use : token_verdict::expired;
    // A clock that was set back must not block refreshing.
    bool const just_tried = last_attempt && now >= *last_attempt && now - *last_attempt < between_attempts;
    if (!just_tried) return token_verdict::refresh;
    return works ? token_verdict::use : token_verdict::too_soon;
}

std::string cache_time(system_time time) {
    auto text = format_iso8601(std::chrono::floor<std::chrono::seconds>(time));
    return text.substr(0, text.find('.')) + "Z";
}

}  // namespace ddbsnap::aws
