#include "core/utf8.hpp"
#include "net/no_throw_scope.hpp"

#include <ddbsnap/credentials.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

bool has_control_characters(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

failure exhausted(std::vector<provider_answer> const& answers) {
    std::string message = "no credentials found";
    auto separator = ": ";
    for (auto const& answer : answers) {
        message += fmt::format("{}{}: {}", separator, answer.provider, answer.passed_because->message());
        separator = "; ";
    }
    return failure(
        errc::no_credentials, std::move(message),
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `ddbsnap credentials` to see what is "
        "looked at");
}

// Whatever the source: access key and token become part of headers, and all of them of JSON.
std::optional<failure> unusable(credentials const& keys) {
    auto const is_sendable = [](std::string_view text) {
        return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
    };
    auto const secret = keys.secret_access_key.reveal();
    char const* which = !is_sendable(keys.access_key_id)                     ? "access key id"
                        : !is_sendable(keys.session_token.reveal())          ? "session token"
                        : !is_utf8(secret) || has_control_characters(secret) ? "secret access key"
                                                                             : nullptr;
    if (!which) return std::nullopt;
    return failure(errc::credentials_failed,
                   fmt::format("the {} of {} has characters that none has", which, keys.source),
                   "mend it where it is set; it may have been cut or pasted badly");
}

}  // namespace

boost::asio::awaitable<result<credentials>> credentials_chain::load() {
    std::vector<provider_answer> answers;
    co_return co_await load(answers);
}

boost::asio::awaitable<result<credentials>> credentials_chain::load(std::vector<provider_answer>& answers) {
    return net::without_throwing(ask_in_order(answers));
}

boost::asio::awaitable<result<credentials>> credentials_chain::ask_in_order(
    std::vector<provider_answer>& answers) {
    answers.clear();
    for (auto const& provider : providers_) {
        auto found = co_await provider->load();
        auto& answer = answers.emplace_back();
        answer.provider = provider->name();
        if (found)
            if (auto why = unusable(*found)) found = *std::move(why);
        if (found) {
            answer.found = *found;
            co_return found;
        }
        answer.passed_because = found.error();
        if (found.error().code() != errc::credentials_not_configured)
            co_return std::move(found.error().add_context(provider->name()));
    }
    co_return exhausted(answers);
}

}  // namespace ddbsnap
