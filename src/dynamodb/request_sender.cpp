#include "dynamodb/request_sender.hpp"

#include "dynamodb/operation_kind.hpp"
#include "net/cancelled.hpp"
#include "net/later.hpp"
#include "net/pause.hpp"
#include "net/translate.hpp"

#include <fmt/format.h>

namespace ddbsnap::dynamodb {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

aws::hedge_policy::limits limits_of(hedge_options const& o) { return {o.percentile, o.at_least, o.most}; }

bool is_adaptive(client_options const& o) {
    return (o.config.retries ? o.config.retries.value : o.retries) == retry_mode::adaptive;
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

request_sender::request_sender(asio::any_io_executor executor, client_options options, endpoint_router router)
    : options_(std::move(options)),
      router_(std::move(router)),
      retries_(options_.config.max_attempts ? options_.config.max_attempts.value : options_.max_attempts),
      hedges_(limits_of(options_.hedging)),
      keys_(std::move(executor), options_.credentials, options_.outside),
      random_(std::random_device{}()) {
    if (is_adaptive(options_)) rate_.emplace(steady_clock::now().time_since_epoch());
}

double request_sender::jitter() {
    if (options_.outside.random) return options_.outside.random();
    return std::uniform_real_distribution<>(0, 1)(random_);
}

asio::awaitable<result<request_sender::reply>> request_sender::send(std::string_view operation,
                                                                    prepared_request& request) {
    auto const deadline = net::later(request.begun, options_.overall_timeout);
    call c{operation, request, deadline};
    for (;;) {
        auto outcome = co_await attempt(c);
        if (outcome.wire.was_repeated) ++c.sent;
        if (outcome.answer) co_return finish(c, std::move(outcome));
        if (!is_read(operation) && (leaves_doubt(outcome) || outcome.wire.was_repeated))
            c.may_have_been_applied = true;
        auto const pause = co_await what_next(c, outcome);
        report_attempt(c, outcome, pause);
        if (!pause) co_return finish(c, std::move(outcome));
        options_.outside.log.write(log_level::debug, [&] {
            return fmt::format("{}; trying again in {} ms", outcome.answer.error().to_string(),
                               pause->count());
        });
        c.last = std::move(outcome.answer).error();
        bool const is_cancelled = co_await net::is_cancelled();
        if (is_cancelled) co_return finish(c, net::aborted(operation));
        if (pause->count() == 0) continue;
        if (auto waited = co_await net::pause(*pause); !waited)
            co_return finish(c, std::move(waited).error());
    }
}

asio::awaitable<result<void>> request_sender::warm_up() {
    auto keys = keys_.at_hand(now());
    if (!keys) {
        auto got = co_await keys_.get(net::later(steady_clock::now(), options_.overall_timeout));
        if (!got) co_return std::move(got).error();
        keys = *std::move(got);
    }
    auto const to = router_.route_for(keys, {});
    if (!to) co_return to.error();
    co_return result<void>{};
}

// How long to wait before another attempt; nothing: this failure is the call's.
asio::awaitable<std::optional<request_sender::milliseconds>> request_sender::what_next(
    call& c, attempt_outcome& failed) {
    if (!failed.was_tried) co_return std::nullopt;
    auto const free_of_charge = [&] {
        --c.state.attempts;
        return milliseconds(0);
    };
    if (correct_clock(c, failed)) co_return free_of_charge();
    if (is_refusal_of_keys(failed.answer.error().code()) && !c.has_replaced_keys) {
        auto replaced = co_await replace_keys(c);
        if (!replaced) {
            failed.answer = std::move(replaced).error();
            co_return std::nullopt;
        }
        if (*replaced) co_return free_of_charge();
    }
    auto const left = std::chrono::floor<milliseconds>(c.deadline - steady_clock::now());
    co_return retries_.after_failure(c.state, {failed.kind, failed.retry_after, left}, jitter());
}

result<request_sender::reply> request_sender::finish(call& c, attempt_outcome last) {
    if (last.answer) {
        retries_.after_success(c.state);
        report_attempt(c, last, std::nullopt);
        report_call(c, {});
        return reply{*std::move(last.answer), c.sent};
    }
    auto f = std::move(last.answer).error();
    // That there was no room for another attempt explains less than why there had to be one.
    if (!last.was_tried && c.last && f.code() == condition::throttled) f = *std::move(c.last);
    f.details().attempts = c.sent;
    f.details().may_have_been_applied = c.may_have_been_applied;
    if (c.sent > 1)
        options_.outside.log.write(log_level::info, [&] {
            return fmt::format("gave up after {} attempts: {}", c.sent, f.to_string());
        });
    report_call(c, f.code());
    return f;
}

// Whether signing with the service's time is worth one more attempt.
bool request_sender::correct_clock(call& c, attempt_outcome const& failed) {
    if (!failed.skew || c.has_corrected_clock) return false;
    c.has_corrected_clock = true;
    // Others that were signed at the same time may have been refused, and have corrected it already.
    clock_offset_ = c.clock_offset + *failed.skew;
    options_.outside.log.write(log_level::warning, [&] {
        auto const minutes =
            std::chrono::round<std::chrono::minutes>(std::chrono::abs(clock_offset_)).count();
        return fmt::format(
            "this machine's clock is {} min {} the server's: requests are signed with the server's time",
            minutes, clock_offset_.count() > 0 ? "behind" : "ahead of");
    });
    return true;
}

// Whether there are others now, with which one more attempt is worth it.
asio::awaitable<result<bool>> request_sender::replace_keys(call& c) {
    c.has_replaced_keys = true;
    auto const fresh = co_await keys_.replace(c.keys, c.deadline);
    if (!fresh) co_return failure(fresh.error());
    co_return !are_same(**fresh, *c.keys);
}

void request_sender::report_attempt(call const& c, attempt_outcome const& one,
                                    std::optional<milliseconds> pause) {
    if (!options_.observer || !one.was_tried) return;
    attempt_event e;
    e.operation = c.operation;
    e.endpoint = c.to->target.host;
    e.attempt = one.number;
    e.is_hedge = one.is_hedge;
    e.reused_connection = one.wire.reused;
    e.http_status = one.http_status;
    if (!one.answer) e.outcome = one.answer.error().code();
    e.request_id = one.answer ? one.request_id : one.answer.error().details().request_id;
    e.waited = one.wire.waited;
    e.duration = one.duration;
    e.bytes_sent = one.wire.was_sent ? c.wire.size() : 0;
    e.bytes_received = one.wire.received;
    e.pause = pause;
    options_.observer->on_attempt(e);
}

void request_sender::report_call(call const& c, std::error_code outcome) {
    if (!options_.observer) return;
    options_.observer->on_call({c.operation, c.sent, outcome, steady_clock::now() - c.request.begun});
}

}  // namespace ddbsnap::dynamodb
