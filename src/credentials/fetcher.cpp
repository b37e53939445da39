#include "credentials/fetcher.hpp"

#include "credentials/random_part.hpp"
#include "net/cancelled.hpp"
#include "net/pause.hpp"
#include "net/translate.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

net::http_limits limits_of(fetch_rules const& rules) {
    net::http_limits limits;
    limits.pool.connections.connect_timeout = rules.connect_timeout;  // the handshake included
    limits.pool.connections.handshake_timeout = std::chrono::milliseconds(0);
    limits.pool.connections.max_idle = std::chrono::seconds(5);
    limits.pool.most_idle = 1;
    limits.response.body_bytes = rules.body_limit;
    limits.response.head_bytes = 16 << 10;
    return limits;
}

std::chrono::milliseconds delay_before(int attempt, double part) {
    constexpr int base = 50, cap = 1'000;
    return std::chrono::milliseconds(
        static_cast<int>(part * std::min(base << std::min(attempt - 1, 5), cap)));
}

}  // namespace

fetcher::fetcher(world const& outside, net::origin to, fetch_rules rules)
    : outside_(outside),
      rules_(std::move(rules)),
      http_(outside.connector, std::move(to), limits_of(rules_)) {}

bool fetcher::is_worth_repeating(result<net::http_response> const& answer) const {
    if (answer)
        return answer->status >= 500 || answer->status == 429 ||
               (rules_.worth_repeating && rules_.worth_repeating(*answer));
    auto const code = answer.error().code();
    bool const no_answer = code == errc::connection_closed || code == errc::timeout ||
                           code == errc::connect_failed || code == errc::resolve_failed;
    return rules_.retry_unreachable && no_answer;
}

asio::awaitable<result<net::http_response>> fetcher::send(net::http_request request) {
    auto const bytes = net::write_http_request(request);
    if (!bytes) co_return failure(bytes.error());
    // What went before may have been deaf to it.
    bool const cancelled = co_await net::is_cancelled();
    if (cancelled) co_return net::aborted("asking " + rules_.who);
    for (int attempt = 1;; ++attempt) {
        auto const deadline = std::chrono::steady_clock::now() + rules_.attempt_timeout;
        auto answer = co_await http_.exchange(*bytes, deadline);
        if (attempt >= rules_.attempts || !is_worth_repeating(answer)) co_return answer;
        outside_.log.write(log_level::debug, [&] {
            auto const why = answer ? fmt::format("HTTP {}", answer->status) : answer.error().message();
            return fmt::format("{}: {}; asking again", rules_.who, why);
        });
        auto waited = co_await net::pause(delay_before(attempt, random_part(outside_)));
        if (!waited) co_return std::move(waited).error();
    }
}

failure unexpected_answer(fetch_rules const& rules, net::http_response const& answer) {
    failure f(errc::credentials_failed, fmt::format("{} answered HTTP {}", rules.who, answer.status));
    f.details().http_status = answer.status;
    return f;
}

}  // namespace ddbsnap
