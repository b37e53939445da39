#include "credentials/container_provider.hpp"

#include "aws/container_endpoint.hpp"
#include "aws/credential_document.hpp"
#include "credentials/authorization_token.hpp"
#include "credentials/checked_connector.hpp"
#include "credentials/document_answer.hpp"
#include "credentials/fetcher.hpp"
#include "net/cancelled.hpp"
#include "net/no_throw_scope.hpp"
#include "net/translate.hpp"

#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

bool is_garbled(net::http_response const& answer) {
    if (answer.status != 200) return false;
    auto const document = aws::read_credential_document(answer.body);
    return !document && document.error().code() == errc::malformed_response;
}

fetch_rules rules_for(aws::container_endpoint const& endpoint) {
    fetch_rules rules;
    rules.who = fmt::format("the container's credential service at {}://{}", endpoint.address.scheme,
                            endpoint.address.authority());
    rules.worth_repeating = is_garbled;
    return rules;
}

net::http_request request_for(aws::container_endpoint const& endpoint, secret_string const& token) {
    net::http_request request;
    request.authority = endpoint.address.authority();
    request.target = endpoint.target;
    request.headers.emplace_back("Accept", "application/json");
    if (!token.empty()) request.headers.emplace_back("Authorization", token.reveal());
    return request;
}

}  // namespace

asio::awaitable<result<credentials>> container_provider::load() { return net::without_throwing(ask()); }

asio::awaitable<result<credentials>> container_provider::ask() {
    auto const endpoint = aws::container_endpoint_of(outside_);
    if (!endpoint) co_return failure(endpoint.error());
    auto const token = co_await authorization_token(outside_);
    if (!token) co_return failure(token.error());
    bool const cancelled = co_await net::is_cancelled();
    if (cancelled) co_return net::aborted("reading the authorization token");

    auto const& address = endpoint->address;
    bool const tls = address.scheme == "https";
    auto outside = outside_;
    if (!tls) outside.connector = checked_connector(outside_.connector, aws::is_allowed_container_address);
    auto rules = rules_for(*endpoint);
    rules.attempt_timeout = attempt_;
    fetcher service(outside, net::origin{address.host, address.port, tls}, rules);
    auto request = request_for(*endpoint, *token);
    auto answer = co_await service.send(std::move(request));
    if (!answer) {
        auto& why = answer.error();
        if (why.code() != errc::operation_aborted)
            why.add_context(fmt::format("{} ({})", rules.who, endpoint->variable));
        co_return why;
    }
    co_return keys_in(*answer, rules, *token, fmt::format("container ({})", endpoint->variable));
}

}  // namespace ddbsnap
