#include "credentials/profile_keys.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

constexpr auto key_property = "aws_access_key_id";
constexpr auto secret_property = "aws_secret_access_key";
constexpr auto token_property = "aws_session_token";

failure incomplete(std::string_view profile_name, aws::profile_property const& there, std::string_view name,
                   std::string_view missing) {
    return failure(errc::credentials_failed,
                   fmt::format("profile {} has {} ({}), but no {}", profile_name, name,
                               there.where.to_string(), missing),
                   fmt::format("add {} to the profile", missing));
}

}  // namespace

result<credentials> static_keys_of(aws::profile_section const& profile, std::string_view profile_name) {
    auto const* key = profile.find(key_property);
    auto const* secret = profile.find(secret_property);
    auto const* token = profile.find(token_property);
    if (key && !secret) return incomplete(profile_name, *key, key_property, secret_property);
    if (secret && !key) return incomplete(profile_name, *secret, secret_property, key_property);
    if (token && !key) return incomplete(profile_name, *token, token_property, key_property);
    if (!key)
        return failure(errc::credentials_not_configured, fmt::format("profile {} has no keys", profile_name));
    credentials found;
    found.access_key_id = key->value;
    found.secret_access_key = secret_string(secret->value);
    if (token) found.session_token = secret_string(token->value);
    if (auto const* account = profile.find("aws_account_id")) found.account_id = account->value;
    found.source = fmt::format("profile {} ({})", profile_name, key->where.file);
    return found;
}

}  // namespace ddbsnap
