#include "credentials/service_answer.hpp"

#include "aws/json_error.hpp"
#include "core/excerpt.hpp"

#include <fmt/format.h>

namespace ddbsnap {

net::origin origin_of(aws::url const& address) {
    return {address.host, address.port, address.scheme == "https"};
}

std::string target_below(aws::url const& endpoint, std::string_view path) {
    auto target = endpoint.path;
    while (target.ends_with('/')) target.pop_back();
    return target.append(path);
}

failure refused_answer(fetch_rules const& rules, net::http_response const& answer,
                       std::initializer_list<secret_string const*> sent) {
    auto f = unexpected_answer(rules, answer);
    auto const error = aws::parse_json_error(answer.body, answer.header("x-amzn-ErrorType").value_or(""));
    auto const said = error.to_string(sent);
    if (!said.empty()) f.details().message += fmt::format(" ({})", said);
    f.details().service_code = excerpt(error.reason.empty() ? error.code : error.reason, 100);
    f.details().origin = error_origin::server;
    return f;
}

}  // namespace ddbsnap
