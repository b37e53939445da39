#include "aws/credential_document.hpp"

#include "aws/arn.hpp"
#include "aws/host_label.hpp"
#include "aws/json_reader.hpp"
#include "core/ascii.hpp"
#include "core/excerpt.hpp"
#include "core/time_text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

struct document_members {
    std::string code;
    std::string message;
    std::string access_key_id;
    secret_string secret_access_key;
    secret_string session_token;
    std::string expiration;
    std::string account_id;
    std::string role_arn;
};

// Where a member goes; null for one that nobody asks for.
std::string* text_member(document_members& members, std::string_view name) {
    struct known_member {
        std::string_view name;
        std::string document_members::*to;
    };
    static constexpr known_member known[] = {
        {"Code", &document_members::code},
        {"Message", &document_members::message},
        {"AccessKeyId", &document_members::access_key_id},
        {"Expiration", &document_members::expiration},
        {"ExpiresAt", &document_members::expiration},
        {"AccountId", &document_members::account_id},
        {"RoleArn", &document_members::role_arn},
    };
    for (auto const& member : known)
        if (equals_ignoring_case(name, member.name)) return &(members.*member.to);
    return nullptr;
}

secret_string* secret_member(document_members& members, std::string_view name) {
    if (equals_ignoring_case(name, "SecretAccessKey")) return &members.secret_access_key;
    if (equals_ignoring_case(name, "Token") || equals_ignoring_case(name, "SessionToken"))
        return &members.session_token;
    return nullptr;
}

// Null and the empty string are as good as no member, and leave alone what another spelling gave.
void read_member(json_reader& in, document_members& members) {
    auto* const text = text_member(members, in.key());
    auto* const secret = secret_member(members, in.key());
    if (!text && !secret) return in.skip();
    if (in.take_null()) return;
    auto const value = in.string();
    if (value.empty()) return;
    if (text) *text = value;
    if (secret) *secret = secret_string(value);
}

result<document_members> read_members(std::string_view text) {
    std::string document(text);
    document_members members;
    json_reader in(document);
    for (in.enter_object(); in.next_key();) read_member(in, members);
    if (auto done = in.finish(); !done) return std::move(done).error();
    return members;
}

failure unusable(std::string_view member, std::string_view why) {
    return failure(errc::malformed_response, fmt::format("{} of the credential document {}", member, why));
}

// What goes into a header as it is: no room for line ends, nor for spaces at the ends.
bool is_visible(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

bool has_control_characters(std::string_view text) noexcept {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; });
}

result<void> check(document_members const& members) {
    if (members.access_key_id.empty()) return unusable("AccessKeyId", "is missing");
    if (members.secret_access_key.empty()) return unusable("SecretAccessKey", "is missing");
    if (members.session_token.empty()) return unusable("Token", "is missing");
    if (members.expiration.empty()) return unusable("Expiration", "is missing");
    constexpr auto illegal = "has characters that a header cannot have";
    if (!is_visible(members.access_key_id)) return unusable("AccessKeyId", illegal);
    if (has_control_characters(members.secret_access_key.reveal()))
        return unusable("SecretAccessKey", "has control characters");
    if (!is_visible(members.session_token.reveal())) return unusable("Token", illegal);
    if (!members.account_id.empty() && !is_host_label(members.account_id))
        return unusable("AccountId", "is not the number of an account");
    return {};
}

// `text` as it may be quoted; nothing of one that repeats the secret.
std::string unless_it_repeats(std::string_view text, std::string_view sent) {
    bool const repeats = !sent.empty() && text.find(sent) != text.npos;
    return repeats ? std::string() : excerpt(text);
}

error_document told(document_members const& members, std::string_view sent) {
    return {unless_it_repeats(members.code, sent), unless_it_repeats(members.message, sent)};
}

failure as_failure(error_document const& told) {
    auto text = told.to_string();
    if (text.empty()) text = "an error that cannot be quoted";
    failure f(errc::credentials_failed, std::move(text));
    f.details().origin = error_origin::server;
    f.details().service_code = told.code;
    return f;
}

}  // namespace

result<credential_document> read_credential_document(std::string_view text, std::string_view sent) {
    auto members = read_members(text);
    if (!members) return std::move(members).error();
    if (!members->code.empty() && members->code != "Success") return as_failure(told(*members, sent));
    if (auto checked = check(*members); !checked) return std::move(checked).error();
    auto const expiration = parse_iso8601(members->expiration);
    if (!expiration) return unusable("Expiration", "is not a time as 2026-01-31T12:00:00Z is one");
    credential_document document;
    document.access_key_id = std::move(members->access_key_id);
    document.secret_access_key = std::move(members->secret_access_key);
    document.session_token = std::move(members->session_token);
    document.expiration = *expiration;
    document.account_id =
        members->account_id.empty() ? account_of_arn(members->role_arn) : std::move(members->account_id);
    return document;
}

std::string error_document::to_string() const {
    if (code.empty() || message.empty()) return code + message;
    return fmt::format("{}: {}", code, message);
}

std::optional<error_document> read_error_document(std::string_view text, std::string_view sent) {
    auto const members = read_members(text);
    if (!members) return std::nullopt;
    auto quoted = told(*members, sent);
    if (quoted.code.empty() && quoted.message.empty()) return std::nullopt;
    return quoted;
}

}  // namespace ddbsnap::aws
