#include "credentials/sts_client.hpp"

#include "aws/clock_skew.hpp"
#include "aws/region.hpp"
#include "aws/sts_endpoint.hpp"
#include "aws/sts_response.hpp"
#include "core/excerpt.hpp"
#include "credentials/known_region.hpp"
#include "credentials/sts_refusal.hpp"

#include <ddbsnap/sigv4.hpp>

#include <array>
#include <fmt/format.h>
#include <span>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

constexpr auto form_type = "application/x-www-form-urlencoded";

net::origin origin_of(aws::url const& address) {
    return {address.host, address.port, address.scheme == "https"};
}

fetch_rules rules_for(aws::url const& address) {
    fetch_rules rules;
    rules.who = "STS at " + address.authority();
    rules.connect_timeout = std::chrono::milliseconds(3'100);
    rules.attempt_timeout = std::chrono::seconds(10);
    rules.worth_repeating = is_worth_asking_again;
    return rules;
}

net::http_request post_of(aws::url const& address, std::string form) {
    net::http_request request;
    request.method = "POST";
    request.authority = address.authority();
    request.target = address.path;
    request.headers.emplace_back("Content-Type", form_type);
    request.body = std::move(form);
    return request;
}

result<void> sign(net::http_request& request, std::string_view region, credentials const& by,
                  system_time now) {
    std::array const headers{sigv4::header{"Host", request.authority},
                             sigv4::header{"Content-Type", form_type}};
    sigv4::request const bare{request.method, request.target, {}, headers, request.body};
    sigv4::keys const keys{by.access_key_id, by.secret_access_key.reveal(), by.session_token.reveal()};
    auto signature = sigv4::sign(bare, keys, {region, aws::sts_service.signing_name}, now);
    if (!signature) return std::move(signature.error().add_context("the keys from " + by.source));
    for (auto& added : signature->headers_to_add)
        request.headers.emplace_back(std::move(added.name), std::move(added.value));
    request.headers.emplace_back("Authorization", std::move(signature->authorization));
    return {};
}

result<credentials> read(role_question const& asked, net::http_response const& answer, system_time now,
                         std::span<std::string_view const> secrets) {
    if (answer.status != 200) return sts_refusal(asked, answer, now, secrets);
    auto found = aws::read_sts_answer(answer.body);
    if (!found) found.error().add_context(asked.who);
    return found;
}

}  // namespace

sts_client::sts_client(world const& outside, aws::service_endpoint where)
    : outside_(outside),
      where_(std::move(where)),
      http_(outside_, origin_of(where_.address), rules_for(where_.address)) {}

asio::awaitable<result<net::http_response>> sts_client::send(net::http_request request,
                                                             std::string_view role_arn) {
    request.headers.emplace_back("Accept", "application/xml, text/xml");
    request.headers.emplace_back("User-Agent", "ddbsnap/" DDBSNAP_VERSION);
    auto answer = co_await http_.send(std::move(request));
    if (!answer && answer.error().code() != errc::operation_aborted) {
        answer.error().add_context(fmt::format("asking {} for {}", http_.rules().who, excerpt(role_arn)));
        answer.error().suggest(
            "check that this machine reaches the endpoint; AWS_REGION and AWS_ENDPOINT_URL_STS choose it");
    }
    co_return answer;
}

asio::awaitable<result<net::http_response>> sts_client::send_signed(aws::assume_role_request const& request,
                                                                    credentials const& by,
                                                                    std::chrono::milliseconds skew) {
    auto post = post_of(where_.address, aws::form_of(request));
    auto const now = outside_.now() + skew;
    if (auto ready = sign(post, where_.signing_region, by, now); !ready) co_return std::move(ready).error();
    co_return co_await send(std::move(post), request.role_arn.value);
}

asio::awaitable<result<credentials>> sts_client::assume_role(aws::assume_role_request const& request,
                                                             credentials const& by) {
    if (auto checked = aws::check(request); !checked) co_return std::move(checked).error();
    auto answer = co_await send_signed(request, by, std::chrono::milliseconds(0));
    if (!answer) co_return std::move(answer).error();
    // Once more with the server's time, where this machine's explains the refusal.
    auto const skew = aws::skew_to(answer->header("Date"), outside_.now());
    if (skew && is_about_time(*answer)) {
        answer = co_await send_signed(request, by, *skew);
        if (!answer) co_return std::move(answer).error();
    }
    role_question const asked{"AssumeRole", request.role_arn.value, http_.rules().who, where_.signing_region};
    std::array const secrets{by.secret_access_key.reveal(), by.session_token.reveal(),
                             request.mfa_code.reveal()};
    co_return read(asked, *answer, outside_.now(), secrets);
}

asio::awaitable<result<credentials>> sts_client::assume_role_with_web_identity(
    aws::web_identity_request const& request) {
    if (auto checked = aws::check(request); !checked) co_return std::move(checked).error();
    auto post = post_of(where_.address, aws::form_of(request));
    auto answer = co_await send(std::move(post), request.role_arn.value);
    if (!answer) co_return std::move(answer).error();
    role_question const asked{"AssumeRoleWithWebIdentity", request.role_arn.value, http_.rules().who,
                              where_.signing_region};
    std::array const secrets{request.token.reveal()};
    co_return read(asked, *answer, outside_.now(), secrets);
}

asio::awaitable<result<aws::service_endpoint>> find_sts(world const& outside,
                                                        aws::config_settings const& settings,
                                                        std::string region) {
    auto known = co_await known_region(outside, settings, aws::sts_service.id, std::move(region));
    if (!known) co_return std::move(known).error();
    auto where = aws::sts_endpoint(settings, *known);
    if (known->empty() && where && where->address.host == "sts.amazonaws.com")
        outside.log.write(log_level::warning, [] {
            return "no region is set: STS is asked at its global endpoint; set AWS_REGION";
        });
    co_return where;
}

}  // namespace ddbsnap
