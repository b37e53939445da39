#include "dynamodb/request_sender.hpp"

#include "aws/clock_skew.hpp"
#include "core/encoding.hpp"
#include "core/hash.hpp"
#include "dynamodb/service_error.hpp"
#include "net/pause.hpp"
#include "net/translate.hpp"

#include <boost/asio/this_coro.hpp>

#include <charconv>
#include <fmt/format.h>

namespace ddbsnap::dynamodb {
namespace {

namespace asio = boost::asio;

net::http_limits limits_of(client_options const& o) {
    net::http_limits limits;
    limits.connect_timeout = o.connections.connect_timeout + o.connections.handshake_timeout;
    return limits;
}

template <class Number>
std::optional<Number> parse_number(std::optional<std::string_view> text) {
    Number n{};
    if (!text) return std::nullopt;
    auto const [end, ec] = std::from_chars(text->data(), text->data() + text->size(), n);
    if (ec != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    return n;
}

// DynamoDB sends the CRC-32 of each body; what was changed on the way must not become somebody's state.
result<void> verify_checksum(net::http_response const& response) {
    auto const expected = parse_number<std::uint32_t>(response.header("x-amz-crc32"));
    if (!expected || *expected == crc32(response.body)) return {};
    return failure(
        errc::checksum_mismatch,
        fmt::format("the response's CRC-32 is {} but {} was announced", crc32(response.body), *expected),
        "something between here and DynamoDB changes data: check proxies");
}

// Keys or a signature that were refused. A clock that is off comes under any of these names.
bool is_auth_code(std::error_code code) {
    return code == service_errc::invalid_signature || code == service_errc::expired_token ||
           code == service_errc::incomplete_signature || code == service_errc::access_denied ||
           code == service_errc::unrecognized_client;
}

// What new keys may mend. A missing permission is none of it.
bool is_refusal_of_keys(std::error_code code) {
    return code == service_errc::expired_token || code == service_errc::unrecognized_client ||
           code == service_errc::invalid_signature;
}

bool are_same(credentials const& a, credentials const& b) {
    return a.access_key_id == b.access_key_id && a.secret_access_key == b.secret_access_key &&
           a.session_token == b.session_token;
}

}  // namespace

request_sender::request_sender(asio::any_io_executor executor, client_options options, request_target target,
                               std::shared_ptr<net::stream_connector> connector, net::origin to)
    : options_(std::move(options)),
      target_(std::move(target)),
      http_(std::move(connector), std::move(to), limits_of(options_)),
      retries_(options_.config.max_attempts ? options_.config.max_attempts.value : options_.max_attempts),
      keys_(std::move(executor), options_.credentials, options_.outside),
      random_(std::random_device{}()) {}

double request_sender::jitter() {
    if (options_.outside.random) return options_.outside.random();
    return std::uniform_real_distribution<>(0, 1)(random_);
}

asio::awaitable<result<std::string>> request_sender::send(std::string_view operation, std::string body) {
    auto const begun = std::chrono::steady_clock::now();
    auto hash = to_hex(sha256(body).view());
    call c{operation, std::move(body), std::move(hash), {}, begun + options_.overall_timeout, {}, {}, {},
           false};
    for (;;) {
        auto answer = co_await attempt(c);
        if (answer) {
            retries_.after_success(c.state);
            co_return answer;
        }
        answer.error().details().attempts = c.state.attempts;
        if (correct_clock(c)) continue;
        if (is_refusal_of_keys(answer.error().code()) && !c.has_replaced_keys) {
            auto const replaced = co_await replace_keys(c);
            if (!replaced) co_return failure(replaced.error());
            if (*replaced) continue;
        }
        auto const delay = retries_.after_failure(c.state, answer.error(), jitter(), c.retry_after);
        if (!delay || std::chrono::steady_clock::now() + *delay >= c.deadline) co_return answer;
        options_.outside.log.write(log_level::debug, [&] {
            return fmt::format("{}; trying again in {} ms", answer.error().to_string(), delay->count());
        });
        if (auto waited = co_await net::pause(*delay); !waited) co_return std::move(waited).error();
    }
}

asio::awaitable<result<std::string>> request_sender::attempt(call& c) {
    auto const state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return net::aborted(c.operation);
    auto taken = co_await take_keys(c);
    if (!taken) co_return std::move(taken).error();
    request_content const content{c.operation, c.body, c.body_hash};
    auto written = write_request(c.wire, target_, content, *c.keys, now() + clock_offset_, signing_keys_);
    if (!written) co_return std::move(written).error();
    ++c.state.attempts;
    c.retry_after.reset();
    c.skew.reset();
    auto const until = std::min(c.deadline, std::chrono::steady_clock::now() + options_.attempt_timeout);
    auto response = co_await http_.exchange(c.wire, until);
    if (!response) {
        response.error().add_context(c.operation);
        co_return std::move(response).error();
    }
    co_return judge(c, std::move(*response));
}

result<std::string> request_sender::judge(call& c, net::http_response response) {
    if (auto const ms = parse_number<long>(response.header("x-amz-retry-after")); ms && *ms >= 0)
        c.retry_after = std::chrono::milliseconds(*ms);
    auto intact = verify_checksum(response);
    if (!intact) return std::move(intact.error().add_context(c.operation));
    if (response.status == 200) {
        if (response.body.starts_with('{')) return std::move(response.body);
        return failure(
            errc::malformed_response,
            fmt::format("{}: {} answered HTTP 200 but not with JSON", c.operation, http_.peer().to_string()),
            "check that the endpoint is DynamoDB and not a proxy or a captive portal");
    }
    auto f = read_service_error(response, c.operation);
    if (!is_auth_code(f.code())) return f;
    c.skew = aws::skew_to(response.header("Date"), now() + clock_offset_);
    if (auto const skew = aws::describe_skew(response.header("Date"), now())) {
        f.details().next_step = "set this machine's clock";
        f.details().message += "; " + *skew;
    }
    return f;
}

// Whether signing with the service's time is worth one more attempt.
bool request_sender::correct_clock(call& c) {
    if (!c.skew || c.has_corrected_clock) return false;
    c.has_corrected_clock = true;
    clock_offset_ += *c.skew;
    options_.outside.log.write(log_level::warning, [&] {
        auto const minutes =
            std::chrono::round<std::chrono::minutes>(std::chrono::abs(clock_offset_)).count();
        return fmt::format(
            "this machine's clock is {} min {} the server's: requests are signed with the server's time",
            minutes, clock_offset_.count() > 0 ? "behind" : "ahead of");
    });
    return true;
}

asio::awaitable<result<void>> request_sender::take_keys(call& c) {
    c.keys = keys_.at_hand(now());
    if (c.keys) co_return result<void>{};
    auto got = co_await keys_.get(c.deadline);
    if (!got) co_return std::move(got).error();
    c.keys = *std::move(got);
    co_return result<void>{};
}

// Whether there are others now, with which one more attempt is worth it.
asio::awaitable<result<bool>> request_sender::replace_keys(call& c) {
    c.has_replaced_keys = true;
    auto const fresh = co_await keys_.replace(c.keys, c.deadline);
    if (!fresh) co_return failure(fresh.error());
    co_return !are_same(**fresh, *c.keys);
}

}  // namespace ddbsnap::dynamodb
