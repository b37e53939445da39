#include "credentials/environment_provider.hpp"

#include "aws/environment.hpp"
#include "core/time_text.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

using aws::environment_value;

constexpr auto key_variable = "AWS_ACCESS_KEY_ID";
constexpr auto secret_variable = "AWS_SECRET_ACCESS_KEY";
constexpr auto expiration_variable = "AWS_CREDENTIAL_EXPIRATION";

failure not_configured(bool has_key, bool has_secret) {
    if (!has_key && !has_secret)
        return failure(errc::credentials_not_configured,
                       fmt::format("neither {} nor {} is set", key_variable, secret_variable));
    return failure(errc::credentials_not_configured,
                   fmt::format("{} is set, but {} is not", has_key ? key_variable : secret_variable,
                               has_key ? secret_variable : key_variable));
}

result<credentials> read_environment(world const& outside) {
    auto key = environment_value(outside, key_variable);
    auto const secret = environment_value(outside, secret_variable);
    if (!key || !secret) return not_configured(key.has_value(), secret.has_value());
    credentials found;
    found.access_key_id = *std::move(key);
    found.secret_access_key = secret_string(*secret);
    found.session_token = secret_string(environment_value(outside, "AWS_SESSION_TOKEN").value_or(""));
    found.account_id = environment_value(outside, "AWS_ACCOUNT_ID").value_or("");
    found.source = "environment";
    if (auto const text = environment_value(outside, expiration_variable)) {
        found.expiration = parse_iso8601(*text);
        if (!found.expiration)
            return failure(
                errc::credentials_failed,
                fmt::format("{} is not a time as 2026-01-31T12:00:00Z is one", expiration_variable),
                fmt::format("mend or unset {}", expiration_variable));
    }
    return found;
}

}  // namespace

boost::asio::awaitable<result<credentials>> environment_provider::load() {
    co_return read_environment(outside_);
}

}  // namespace ddbsnap
