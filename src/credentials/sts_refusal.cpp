#include "credentials/sts_refusal.hpp"

#include "aws/clock_skew.hpp"
#include "aws/sts_response.hpp"
#include "core/ascii.hpp"
#include "core/encoding.hpp"
#include "core/excerpt.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

constexpr std::array<std::string_view, 10> passing_codes{"IDPCommunicationError",
                                                         "Throttling",
                                                         "ThrottlingException",
                                                         "ThrottledException",
                                                         "TooManyRequestsException",
                                                         "RequestThrottled",
                                                         "RequestThrottledException",
                                                         "RequestLimitExceeded",
                                                         "SlowDown",
                                                         "PriorRequestNotComplete"};

void star_out(std::string& text, std::string_view secret) {
    if (secret.empty()) return;
    for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at + 3))
        text.replace(at, secret.size(), "***");
}

std::string without(std::string text, std::span<std::string_view const> secrets) {
    for (auto const secret : secrets) {
        auto const core = trim(secret);
        star_out(text, core);
        star_out(text, percent_encoded(core));
    }
    return excerpt(text);
}

bool is_one_of(std::string_view code, std::initializer_list<std::string_view> codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// What a clock that is off leads to.
bool is_about_time(std::string_view code) {
    return is_one_of(code, {"SignatureDoesNotMatch", "InvalidSignatureException", "RequestExpired",
                            "RequestTimeTooSkewed"});
}

std::string next_step(role_question const& asked, std::string_view code) {
    bool const by_token = asked.action == "AssumeRoleWithWebIdentity";
    if (is_one_of(code, {"ExpiredTokenException", "ExpiredToken"}))
        return by_token ? "have the web identity token renewed in its file by whoever writes it"
                        : "renew the keys that assume the role; `ddbsnap credentials` shows whose they are";
    if (is_one_of(code, {"AccessDenied", "AccessDeniedException"}))
        return by_token ? "let the role's trust policy name the token's issuer, audience and subject"
                        : fmt::format(
                              "allow sts:AssumeRole on {} to these keys, and let the role's trust policy "
                              "name their owner",
                              excerpt(asked.role_arn));
    if (is_one_of(code, {"InvalidIdentityToken", "IDPRejectedClaim"}))
        return "check that the token's issuer is an identity provider of the role's account, that its "
               "audience "
               "is one it takes, and that the token has not expired";
    if (code == "IDPCommunicationError")
        return "check that the token's issuer can be reached from the internet";
    if (code == "RegionDisabledException")
        return fmt::format(
            "have STS activated in {} in the account's settings, or set AWS_REGION to a region "
            "that is active",
            excerpt(asked.region));
    if (is_one_of(code, {"InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch"}))
        return "check the keys that assume the role; `ddbsnap credentials` shows where they come from";
    if (is_one_of(code, {"ValidationError", "MalformedPolicyDocument", "PackedPolicyTooLarge"}))
        return "check role_arn, role_session_name, external_id, duration_seconds and mfa_serial of the role";
    return {};
}

}  // namespace

bool is_worth_asking_again(net::http_response const& answer) {
    if (answer.status == 200) return false;
    auto const said = aws::read_sts_error(answer.body);
    return said && std::find(passing_codes.begin(), passing_codes.end(), said->code) != passing_codes.end();
}

bool is_about_time(net::http_response const& answer) {
    if (answer.status == 200) return false;
    auto const said = aws::read_sts_error(answer.body);
    return said && is_about_time(said->code);
}

failure sts_refusal(role_question const& asked, net::http_response const& answer, system_time now,
                    std::span<std::string_view const> secrets) {
    auto const said = aws::read_sts_error(answer.body);
    auto const whom = fmt::format("{} refused {} of {}", asked.who, asked.action, excerpt(asked.role_arn));
    diagnostics d;
    d.origin = error_origin::server;
    d.http_status = answer.status;
    if (!said) {
        d.message = fmt::format("{}: HTTP {} without an explanation", whom, answer.status);
        d.next_step = "check what stands at the endpoint: AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL, a proxy";
        return failure(errc::credentials_failed, std::move(d));
    }
    d.service_code = without(said->code, secrets);
    d.request_id = without(said->request_id, secrets);
    auto const message = without(said->message, secrets);
    d.message = fmt::format("{}: {}{}{}", whom, d.service_code, message.empty() ? "" : ": ", message);
    d.next_step = next_step(asked, said->code);
    if (!is_about_time(said->code)) return failure(errc::credentials_failed, std::move(d));
    if (auto const skew = aws::describe_skew(answer.header("Date"), now))
        d.next_step = fmt::format("set the clock: {}", *skew);
    return failure(errc::credentials_failed, std::move(d));
}

}  // namespace ddbsnap
