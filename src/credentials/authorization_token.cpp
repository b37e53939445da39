#include "credentials/authorization_token.hpp"

#include "aws/environment.hpp"
#include "core/ascii.hpp"
#include "net/blocking.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

constexpr auto file_variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
constexpr auto token_variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

// Servers refuse header fields of this size at the latest.
constexpr std::size_t most_bytes = 64 << 10;

failure unusable(std::string_view where, std::string_view why) {
    return failure(errc::credentials_failed, fmt::format("{} {}", where, why),
                   fmt::format("mend it, or unset {} and {}", file_variable, token_variable));
}

// HTTP drops spaces around a value; anything else in it that is not visible could start another header.
result<secret_string> checked(std::string_view text, std::string const& where) {
    auto const token = trim(text, " ");
    if (token.empty()) return unusable(where, "is empty");
    if (token.size() > most_bytes) return unusable(where, "is too long for a header");
    bool const legal = std::all_of(token.begin(), token.end(), [](char c) { return c >= ' ' && c < '\x7F'; });
    if (!legal) return unusable(where, "holds characters that a header cannot have");
    return secret_string(token);
}

std::string_view without_line_end(std::string_view text) noexcept {
    if (!text.ends_with('\n')) return text;
    text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

}  // namespace

boost::asio::awaitable<result<secret_string>> authorization_token(world const& outside) {
    if (auto const path = aws::environment_value(outside, file_variable)) {
        auto const where = fmt::format("the token file {} ({})", *path, file_variable);
        auto read = [outside, path = *path] { return outside.read_file(path); };
        auto const text = co_await net::run_blocking(std::move(read));
        if (!text) co_return unusable(where, fmt::format("cannot be read: {}", text.error().message()));
        co_return checked(without_line_end(*text), where);
    }
    // Not aws::environment_value(): a line end behind the token is no reason to pass it over in silence.
    auto const text = outside.environment(token_variable);
    if (!text || trim(*text).empty()) co_return secret_string();
    co_return checked(*text, token_variable);
}

}  // namespace ddbsnap
