#include "aws/dpop.hpp"
#include "aws/environment.hpp"
#include "aws/login_token.hpp"
#include "aws/signin_endpoint.hpp"
#include "aws/sso_token.hpp"
#include "core/uuid.hpp"
#include "credentials/keys_as_issued.hpp"
#include "credentials/known_region.hpp"
#include "credentials/profile_sources.hpp"
#include "credentials/service_answer.hpp"
#include "credentials/token_file.hpp"
#include "net/pause.hpp"

#include <array>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// Why Sign-In gives no further keys; a new login is the only way on.
struct denial {
    std::string_view reason;
    std::string_view meaning;
};
constexpr std::array denials{
    denial{"TOKEN_EXPIRED", "the session has ended"},
    denial{"USER_CREDENTIALS_CHANGED", "the password or another credential of the user was changed"},
    denial{"INSUFFICIENT_PERMISSIONS", "the user may not refresh the session"},
    denial{"AUTHCODE_EXPIRED", "the authorization code has expired"},
};

bool may_pass(result<net::http_response> const& answer) {
    if (answer) return answer->status >= 500 || answer->status == 429;
    auto const code = answer.error().code();
    return code == errc::connection_closed || code == errc::connect_failed || code == errc::timeout;
}

struct login_session {
    world const& outside;
    aws::config_settings const& profile;
    aws::config_settings const& chosen;
    std::string region;
    std::string where;  ///< "login_session of profile dev in FILE:LINE"
    std::filesystem::path file;

    std::string log_in() const { return fmt::format("run `aws login --profile {}`", profile.profile_name()); }

    result<aws::login_token> parse(result<std::string> const& text) const {
        if (!text && text.error().code() == errc::not_found)
            return failure(errc::credentials_failed, fmt::format("there is no token ({})", file.string()),
                           log_in());
        if (!text)
            return failure(errc::credentials_failed,
                           fmt::format("the token cannot be read: {}", text.error().message()),
                           fmt::format("check owner and mode of {}", file.string()));
        auto token = aws::parse_login_token(*text);
        if (token) return token;
        return failure(errc::credentials_failed,
                       fmt::format("the token in {} is unusable: {}", file.string(), token.error().message()),
                       log_in());
    }

    failure refused(fetch_rules const& rules, net::http_response const& answer,
                    aws::login_token const& token) const {
        auto f = refused_answer(rules, answer, {&token.refresh_token});
        for (auto const& d : denials)
            if (f.details().service_code == d.reason) f.add_context(d.meaning);
        if (answer.status < 500 && answer.status != 429) f.suggest(log_in());
        return f;
    }

    result<net::http_request> refresh_request(aws::url const& endpoint, aws::login_token const& token) const {
        net::http_request request;
        request.method = "POST";
        request.authority = endpoint.authority();
        request.target = target_below(endpoint, "/v1/token");
        aws::dpop_claims const claims{
            random_uuid(), request.method,
            fmt::format("{}://{}{}", endpoint.scheme, request.authority, request.target), outside.now()};
        auto proof = aws::sign_dpop_proof(token.dpop_key, claims);
        if (!proof)
            return failure(
                errc::credentials_failed,
                fmt::format("dpopKey in {} is unusable: {}", file.string(), proof.error().message()),
                log_in());
        request.headers = {{"Content-Type", "application/json"},
                           {"Accept", "application/json"},
                           {"DPoP", *std::move(proof)}};
        request.body = aws::write_login_request(token);
        return request;
    }

    std::chrono::milliseconds delay_after(int attempt) const {
        auto const part = outside.random ? outside.random() : 1.0;
        return std::chrono::milliseconds(static_cast<int>(part * 100 * attempt));
    }

    // Each attempt has a proof of its own, as one may be taken only once.
    asio::awaitable<result<net::http_response>> send(aws::url const& endpoint, fetch_rules const& rules,
                                                     aws::login_token const& token) const {
        fetcher service(outside, origin_of(endpoint), rules);
        for (int attempt = 1;; ++attempt) {
            auto request = refresh_request(endpoint, token);
            if (!request) co_return std::move(request).error();
            auto answer = co_await service.send(*std::move(request));
            if (attempt == 3 || !may_pass(answer)) co_return answer;
            auto waited = co_await net::pause(delay_after(attempt));
            if (!waited) co_return std::move(waited).error();
        }
    }

    asio::awaitable<result<aws::login_token>> refresh(aws::login_token const& token) const {
        auto const known = co_await known_region(outside, chosen, "signin", region);
        if (!known) co_return failure(known.error());
        auto const endpoint = aws::signin_endpoint(chosen, *known);
        if (!endpoint) co_return failure(endpoint.error());
        fetch_rules rules;
        rules.who = fmt::format("AWS Sign-In at {}", endpoint->text());
        rules.attempts = 1;
        note_refresh_attempt(outside, file);
        auto answer = co_await send(*endpoint, rules, token);
        if (!answer) co_return std::move(answer).error();
        if (answer->status != 200) co_return refused(rules, *answer, token);
        auto refreshed = aws::apply_login_answer(token, std::move(answer->body), outside.now());
        if (!refreshed)
            co_return failure(errc::credentials_failed, fmt::format("{} gave no usable keys: {}", rules.who,
                                                                    refreshed.error().message()));
        co_return refreshed;
    }

    // Keys that still work are better than a failed refresh.
    asio::awaitable<result<aws::issued_keys>> refreshed(aws::login_token token) const {
        auto renewed = co_await refresh(token);
        if (renewed) {
            co_await keep_token_file(outside, file, renewed->document);
            co_return std::move(renewed->keys);
        }
        auto& why = renewed.error();
        why.add_context("refreshing the keys");
        bool const still_work = *token.keys.expiration > outside.now();
        if (why.code() == errc::operation_aborted || !still_work) co_return std::move(why);
        outside.log.write(log_level::warning, [&] {
            return fmt::format("{}; the old ones work until {}", why.to_string(),
                               aws::cache_time(*token.keys.expiration));
        });
        co_return std::move(token.keys);
    }

    bool tried_just_now() const {
        auto const last = last_refresh_attempt(outside, file);
        auto const now = outside.now();
        return last && now >= *last && now - *last < 30s;
    }

    asio::awaitable<result<aws::issued_keys>> keys() const {
        auto const text = co_await read_token_file(outside, file);
        auto token = parse(text);
        if (!token) co_return std::move(token).error();
        if (aws::keys_last(*token, outside.now())) co_return std::move(token->keys);
        if (!tried_just_now()) co_return co_await refreshed(*std::move(token));
        if (*token->keys.expiration > outside.now()) co_return std::move(token->keys);
        co_return failure(errc::credentials_failed,
                          fmt::format("the keys expired at {}, and refreshing them failed a moment ago",
                                      aws::cache_time(*token->keys.expiration)),
                          "try again in half a minute, or " + log_in());
    }
};

result<std::filesystem::path> cache_file(world const& outside, std::string_view session) {
    auto const name = aws::login_cache_file_name(session);
    if (auto const directory = aws::environment_value(outside, "AWS_LOGIN_CACHE_DIRECTORY"))
        return std::filesystem::path(*directory) / name;
    return below_home(outside, ".aws/login/cache/" + name);
}

}  // namespace

asio::awaitable<result<credentials>> login_credentials(world const& outside,
                                                       aws::config_settings const& profile,
                                                       aws::config_settings const& chosen,
                                                       std::string region) {
    auto const session = profile.from_profile("login_session");
    if (!session)
        co_return failure(errc::credentials_not_configured,
                          fmt::format("profile {} has no login_session", profile.profile_name()));
    auto file = cache_file(outside, session.value);
    if (!file) co_return std::move(file.error().add_context(session.source));
    login_session const login{outside, profile, chosen, std::move(region), session.source, *std::move(file)};
    auto keys = co_await login.keys();
    if (!keys) co_return std::move(keys.error().add_context(session.source));
    auto found = keys_as_issued(*std::move(keys));
    found.source = session.source;
    co_return found;
}

}  // namespace ddbsnap
