#include "credentials/imds_client.hpp"

#include "aws/host_label.hpp"
#include "core/ascii.hpp"
#include "credentials/document_answer.hpp"
#include "net/blocking.hpp"
#include "net/cancelled.hpp"
#include "net/no_throw_scope.hpp"
#include "net/translate.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto ttl_header = "x-aws-ec2-metadata-token-ttl-seconds";
constexpr auto token_header = "x-aws-ec2-metadata-token";
constexpr auto longest_ttl = 21'600s;
constexpr auto refresh_ahead = 120s;
// Version 2 may be switched on while we run; asking for it costs one request.
constexpr auto v1_remembered = 300s;

fetch_rules rules_for(aws::imds_settings const& settings) {
    fetch_rules rules;
    rules.who = fmt::format("the instance metadata service (IMDS) at {}://{}", settings.endpoint.scheme,
                            settings.endpoint.authority());
    // It is a neighbour that answers within milliseconds; who waits longer is on no instance.
    rules.connect_timeout = settings.timeout;
    rules.attempt_timeout = settings.timeout;
    rules.attempts = settings.attempts;
    rules.retry_unreachable = settings.retry_unreachable;
    return rules;
}

net::origin origin_of(aws::url const& endpoint) {
    return {endpoint.host, endpoint.port, endpoint.scheme == "https"};
}

net::http_request request_for(aws::imds_settings const& settings, std::string_view path) {
    net::http_request request;
    request.authority = settings.endpoint.authority();
    std::string_view prefix = settings.endpoint.path;
    while (prefix.ends_with('/')) prefix.remove_suffix(1);
    request.target = fmt::format("{}{}", prefix, path);
    return request;
}

// What the service granted; what was asked for where it does not say.
std::chrono::seconds ttl_of(net::http_response const& answer) {
    auto const text = trim(answer.header(ttl_header).value_or(""));
    long long seconds = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || seconds < 0) return longest_ttl;
    return std::min(std::chrono::seconds(seconds), longest_ttl);
}

bool is_header_value(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

bool is_unreachable(std::error_code code) noexcept {
    return code == errc::connect_failed || code == errc::resolve_failed || code == errc::timeout ||
           code == errc::connection_closed;
}

failure no_service(fetch_rules const& rules, failure const& why) {
    return failure(errc::credentials_not_configured,
                   fmt::format("{} is not there: {}", rules.who, why.message()));
}

failure no_token(fetch_rules const& rules, std::string_view why) {
    return failure(errc::credentials_failed, fmt::format("the session token of {} {}", rules.who, why));
}

}  // namespace

imds_client::imds_client(world outside, aws::imds_settings settings)
    : outside_(std::move(outside)),
      settings_(std::move(settings)),
      service_(outside_, origin_of(settings_.endpoint), rules_for(settings_)) {}

void imds_client::forget_session() {
    token_ = {};
    session_until_.reset();
}

asio::awaitable<result<secret_string>> imds_client::session() {
    if (session_until_ && outside_.now() < *session_until_) co_return token_;
    auto request = request_for(settings_, "/latest/api/token");
    request.method = "PUT";
    request.headers.emplace_back(ttl_header, std::to_string(longest_ttl.count()));
    auto const answer = co_await service_.send(std::move(request));
    if (!answer) {
        auto const& why = answer.error();
        if (is_unreachable(why.code())) co_return no_service(rules(), why);
        co_return why;
    }
    switch (answer->status) {
        case 200:
            co_return take_token(*answer);
        case 401:
        case 404:
        case 405:
            co_return go_without_token(answer->status);
        case 403:
            co_return failure(errc::credentials_failed,
                              fmt::format("{} answered HTTP 403: it is disabled or forbidden", rules().who),
                              "allow the metadata service for this instance, or set "
                              "AWS_EC2_METADATA_DISABLED=true");
        default:
            co_return refusal(*answer, rules(), {}).add_context("asking for a session token");
    }
}

result<secret_string> imds_client::take_token(net::http_response const& answer) {
    if (answer.body.empty()) return no_token(rules(), "is empty");
    if (!is_header_value(answer.body)) return no_token(rules(), "has characters that a header cannot have");
    token_ = secret_string(answer.body);
    session_until_ = outside_.now() + ttl_of(answer) - refresh_ahead;
    return token_;
}

result<secret_string> imds_client::go_without_token(int status) {
    if (!settings_.v1_disabled_by.empty())
        return failure(errc::credentials_failed,
                       fmt::format("{} gives no session token (HTTP {}), and {} forbids asking without one",
                                   rules().who, status, settings_.v1_disabled_by),
                       "switch on version 2 of the service, or unset " + settings_.v1_disabled_by);
    outside_.log.write(log_level::info, [&] {
        return fmt::format("{} gives no session token (HTTP {}); asking without one, as version 1",
                           rules().who, status);
    });
    token_ = {};
    session_until_ = outside_.now() + v1_remembered;
    return token_;
}

asio::awaitable<result<net::http_response>> imds_client::get(std::string path) {
    for (bool again = false;; again = true) {
        auto const token = co_await session();
        if (!token) co_return failure(token.error());
        auto request = request_for(settings_, path);
        if (!token->empty()) request.headers.emplace_back(token_header, token->reveal());
        auto answer = co_await service_.send(std::move(request));
        if (!answer && answer.error().code() != errc::operation_aborted)
            answer.error().add_context(rules().who);
        // The token ended early, or version 1 was switched off meanwhile.
        if (!answer || answer->status != 401 || again) co_return answer;
        forget_session();
    }
}

asio::awaitable<result<std::string>> imds_client::region_of_instance() {
    auto const answer = co_await get("/latest/meta-data/placement/region");
    if (!answer) co_return failure(answer.error());
    if (answer->status == 404)
        co_return failure(errc::credentials_not_configured, rules().who + " does not know the region");
    if (answer->status != 200)
        co_return refusal(*answer, rules(), token_).add_context("asking for the region");
    auto const region = trim(answer->body);
    if (!aws::is_host_label(region))
        co_return failure(errc::credentials_failed,
                          fmt::format("what {} gives as region cannot be part of a host name", rules().who),
                          "set AWS_REGION");
    co_return std::string(region);
}

asio::awaitable<result<aws::imds_settings>> read_imds_settings(world outside, aws::profile_choice choice) {
    auto read = [outside] { return aws::read_shared_files(outside); };
    auto files = co_await net::run_blocking(std::move(read));
    bool const cancelled = co_await net::is_cancelled();
    if (cancelled) co_return net::aborted("reading the shared files");
    if (!files) outside.log.write(log_level::debug, [&] { return files.error().message(); });
    // The profile's own provider says what is wrong with the files.
    auto const usable = files ? *std::move(files) : aws::shared_files{};
    auto found = aws::imds_settings_of(outside, aws::config_settings(outside, usable, choice.name));
    if (found && found->disabled)
        co_return failure(errc::credentials_not_configured,
                          "the instance metadata service (IMDS) is disabled (AWS_EC2_METADATA_DISABLED)");
    co_return found;
}

namespace {

asio::awaitable<result<std::string>> ask_for_region(world outside, aws::profile_choice choice) {
    auto settings = co_await read_imds_settings(outside, std::move(choice));
    if (!settings) co_return std::move(settings).error();
    imds_client client(outside, *std::move(settings));
    co_return co_await client.region_of_instance();
}

}  // namespace

asio::awaitable<result<std::string>> region_of_instance(world outside, aws::profile_choice choice) {
    return net::without_throwing(ask_for_region(std::move(outside), std::move(choice)));
}

}  // namespace ddbsnap
