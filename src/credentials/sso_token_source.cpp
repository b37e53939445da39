#include "credentials/sso_token_source.hpp"

#include "aws/service_endpoint.hpp"
#include "aws/sso_documents.hpp"
#include "core/time_text.hpp"
#include "credentials/service_answer.hpp"
#include "credentials/token_file.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

struct token_source {
    world const& outside;
    aws::config_settings const& chosen;
    aws::sso_settings const& settings;
    std::filesystem::path file;

    failure log_in_again(std::string message) const {
        return failure(errc::credentials_failed, std::move(message),
                       fmt::format("run `{}`", settings.login_command()));
    }

    result<aws::sso_token> parse(result<std::string> const& text) const {
        if (!text && text.error().code() == errc::not_found)
            return log_in_again(
                fmt::format("there is no token of {} ({})", settings.token_owner(), file.string()));
        if (!text)
            return failure(errc::credentials_failed,
                           fmt::format("the token of {} cannot be read: {}", settings.token_owner(),
                                       text.error().message()),
                           fmt::format("check owner and mode of {}", file.string()));
        auto token = aws::parse_sso_token(*text);
        if (token) return token;
        return log_in_again(fmt::format("the token of {} in {} is unusable: {}", settings.token_owner(),
                                        file.string(), token.error().message()));
    }

    failure has_expired(aws::sso_token const& token) const {
        return log_in_again(fmt::format("the token of {} expired at {} ({})", settings.token_owner(),
                                        aws::cache_time(token.expires_at), file.string()));
    }

    failure refreshed_just_now(aws::sso_token const& token) const {
        return failure(errc::credentials_failed,
                       fmt::format("the token of {} expired at {}, and refreshing it failed a moment ago",
                                   settings.token_owner(), aws::cache_time(token.expires_at)),
                       fmt::format("try again in half a minute, or run `{}`", settings.login_command()));
    }

    asio::awaitable<result<aws::sso_token>> refresh(aws::sso_token const& token) const {
        auto const endpoint = aws::endpoint_of_service(aws::sso_oidc_service, chosen, settings.region);
        if (!endpoint) co_return failure(endpoint.error());
        note_refresh_attempt(outside, file);
        fetch_rules rules;
        rules.who = fmt::format("the token service {}", endpoint->address.text());
        net::http_request request;
        request.method = "POST";
        request.authority = endpoint->address.authority();
        request.target = target_below(endpoint->address, "/token");
        request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
        request.body = aws::write_token_request(token);
        fetcher service(outside, origin_of(endpoint->address), rules);
        auto answer = co_await service.send(std::move(request));
        if (!answer) co_return std::move(answer).error();
        if (answer->status != 200) {
            auto refused = refused_answer(rules, *answer,
                                          {&token.refresh_token, &token.client_secret, &token.access_token});
            if (answer->status < 500 && answer->status != 429)
                refused.suggest(fmt::format("run `{}`", settings.login_command()));
            co_return refused;
        }
        auto refreshed = aws::apply_token_answer(token, std::move(answer->body), outside.now());
        if (!refreshed)
            co_return failure(errc::credentials_failed, fmt::format("{} gave no usable token: {}", rules.who,
                                                                    refreshed.error().message()));
        co_return refreshed;
    }

    asio::awaitable<void> keep(aws::sso_token const& token) const {
        auto const document = aws::write_sso_token(token);
        if (!document) co_return;  // it was parsed before
        secret_string const bytes(*document);
        co_await keep_token_file(outside, file, bytes);
    }

    asio::awaitable<result<secret_string>> refreshed(aws::sso_token const& token) const {
        auto renewed = co_await refresh(token);
        if (renewed) {
            co_await keep(*renewed);
            co_return std::move(renewed->access_token);
        }
        auto& why = renewed.error();
        why.add_context(fmt::format("refreshing the token of {}", settings.token_owner()));
        bool const still_works = token.expires_at > outside.now();
        if (why.code() == errc::operation_aborted || !still_works) co_return std::move(why);
        outside.log.write(log_level::warning, [&] {
            return fmt::format("{}; the old one works until {}", why.to_string(),
                               aws::cache_time(token.expires_at));
        });
        co_return token.access_token;
    }
};

}  // namespace

asio::awaitable<result<secret_string>> sso_access_token(world const& outside,
                                                        aws::config_settings const& chosen,
                                                        aws::sso_settings const& settings) {
    auto file = below_home(outside, ".aws/sso/cache/" + aws::sso_cache_file_name(settings.cache_key()));
    if (!file) co_return std::move(file).error();
    token_source const source{outside, chosen, settings, *std::move(file)};
    auto const text = co_await read_token_file(outside, source.file);
    auto token = source.parse(text);
    if (!token) co_return std::move(token).error();
    auto const last_attempt = last_refresh_attempt(outside, source.file);
    bool const may_refresh = !settings.session.empty();
    switch (aws::judge_sso_token(*token, outside.now(), may_refresh, last_attempt)) {
        case aws::token_verdict::use:
            break;
        case aws::token_verdict::refresh:
            co_return co_await source.refreshed(*token);
        case aws::token_verdict::too_soon:
            co_return source.refreshed_just_now(*token);
        case aws::token_verdict::expired:
            co_return source.has_expired(*token);
    }
    co_return std::move(token->access_token);
}

}  // namespace ddbsnap
