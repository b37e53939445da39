#include "aws/issued_keys.hpp"

#include "aws/json_reader.hpp"
#include "core/ascii.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

failure unusable(char const* member, char const* reason) {
    return failure(errc::malformed_response, fmt::format("{} {}", member, reason));
}

}  // namespace

bool read_key_member(json_reader& in, issued_keys& keys) {
    auto const is = [&](std::string_view name) { return equals_ignoring_case(in.key(), name); };
    if (is("AccessKeyId"))
        keys.access_key_id = string_or_null(in);
    else if (is("SecretAccessKey"))
        keys.secret_access_key = secret_string(string_or_null(in));
    else if (is("SessionToken"))
        keys.session_token = secret_string(string_or_null(in));
    else
        return false;
    return true;
}

std::string_view string_or_null(json_reader& in) {
    if (in.take_null()) return {};
    return in.string();
}

bool is_sendable(std::string_view text) noexcept {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

result<void> check_keys(issued_keys const& keys) {
    constexpr auto illegal = "holds characters that cannot be sent";
    if (keys.access_key_id.empty()) return unusable("AccessKeyId", "is missing");
    if (keys.secret_access_key.empty()) return unusable("SecretAccessKey", "is missing");
    if (!is_sendable(keys.access_key_id)) return unusable("AccessKeyId", illegal);
    // The secret itself is never sent.
    auto const secret = keys.secret_access_key.reveal();
    if (std::any_of(secret.begin(), secret.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
        return unusable("SecretAccessKey", "has control characters");
    if (!keys.session_token.empty() && !is_sendable(keys.session_token.reveal()))
        return unusable("SessionToken", illegal);
    return {};
}

}  // namespace ddbsnap::aws
