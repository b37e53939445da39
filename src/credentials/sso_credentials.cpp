#include "aws/service_endpoint.hpp"
#include "aws/sso_documents.hpp"
#include "core/encoding.hpp"
#include "credentials/keys_as_issued.hpp"
#include "credentials/profile_sources.hpp"
#include "credentials/service_answer.hpp"
#include "credentials/sso_token_source.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

net::http_request role_request(aws::url const& endpoint, aws::sso_settings const& settings,
                               secret_string const& token) {
    net::http_request request;
    request.authority = endpoint.authority();
    request.target =
        fmt::format("{}?role_name={}&account_id={}", target_below(endpoint, "/federation/credentials"),
                    percent_encoded(settings.role_name), percent_encoded(settings.account_id));
    request.headers = {{"x-amz-sso_bearer_token", std::string(token.reveal())},
                       {"Accept", "application/json"}};
    return request;
}

failure refused(aws::sso_settings const& settings, fetch_rules const& rules, net::http_response const& answer,
                secret_string const& token) {
    auto f = refused_answer(rules, answer, {&token});
    auto const role = fmt::format("role {} in account {}", settings.role_name, settings.account_id);
    if (answer.status == 401) {
        f.add_context(fmt::format("the token of {} is not accepted any more", settings.token_owner()));
        f.suggest(fmt::format("run `{}`", settings.login_command()));
    } else if (answer.status == 403 || answer.status == 404) {
        f.add_context(answer.status == 403 ? role + " is not yours" : "there is no " + role + " for you");
        f.suggest("check sso_account_id and sso_role_name, or ask for the role to be assigned to you");
    } else if (answer.status == 429) {
        f.add_context("too many requests");
        f.suggest("try again later");
    } else if (answer.status >= 500) {
        f.add_context("the service fails");
        f.suggest("try again later");
    } else {
        f.add_context(fmt::format("no keys for {}", role));
        f.suggest("check sso_region, sso_account_id and sso_role_name");
    }
    return f;
}

asio::awaitable<result<credentials>> keys_for(world const& outside, aws::config_settings const& chosen,
                                              aws::sso_settings const& settings, secret_string const& token) {
    auto const endpoint = aws::endpoint_of_service(aws::sso_service, chosen, settings.region);
    if (!endpoint) co_return failure(endpoint.error());
    fetch_rules rules;
    rules.who = fmt::format("IAM Identity Center at {}", endpoint->address.text());
    fetcher service(outside, origin_of(endpoint->address), rules);
    auto request = role_request(endpoint->address, settings, token);
    auto answer = co_await service.send(std::move(request));
    if (!answer) co_return std::move(answer).error();
    if (answer->status != 200) co_return refused(settings, rules, *answer, token);
    auto keys = aws::parse_role_credentials(std::move(answer->body));
    if (!keys)
        co_return failure(errc::credentials_failed,
                          fmt::format("{} gave no usable keys: {}", rules.who, keys.error().message()));
    auto found = keys_as_issued(*std::move(keys));
    found.account_id = settings.account_id;
    found.source = fmt::format("SSO of profile {} ({})", settings.profile, settings.where);
    co_return found;
}

asio::awaitable<result<credentials>> find_keys(world const& outside, aws::config_settings const& chosen,
                                               aws::sso_settings const& settings) {
    auto token = co_await sso_access_token(outside, chosen, settings);
    if (!token) co_return std::move(token).error();
    co_return co_await keys_for(outside, chosen, settings, *token);
}

}  // namespace

asio::awaitable<result<credentials>> sso_credentials(world const& outside,
                                                     aws::config_settings const& profile,
                                                     aws::config_settings const& chosen) {
    auto const settings = aws::read_sso_settings(profile);
    if (!settings) co_return failure(settings.error());
    auto found = co_await find_keys(outside, chosen, *settings);
    if (!found)
        found.error().add_context(fmt::format("SSO of profile {} ({})", settings->profile, settings->where));
    co_return found;
}

}  // namespace ddbsnap
