// One attempt of a call: keys, signature, exchange, judgement.

#include "aws/clock_skew.hpp"
#include "core/time_text.hpp"
#include "dynamodb/request_sender.hpp"
#include "net/blocking.hpp"
#include "net/cancelled.hpp"
#include "net/later.hpp"
#include "net/pause.hpp"
#include "net/side_by_side.hpp"
#include "net/translate.hpp"

#include <boost/asio/this_coro.hpp>

#include <fmt/format.h>

namespace ddbsnap::dynamodb {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

aws::rate_limiter::seconds limiter_time() { return steady_clock::now().time_since_epoch(); }

// Keys or a signature that were refused. A clock that is off comes under any of these names.
bool is_auth_code(std::error_code code) {
    return code == service_errc::invalid_signature || code == service_errc::expired_token ||
           code == service_errc::incomplete_signature || code == service_errc::access_denied ||
           code == service_errc::unrecognized_client;
}

}  // namespace

asio::awaitable<attempt_outcome> request_sender::attempt(call& c) {
    auto const state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return net::aborted(c.operation);
    if (rate_) {
        auto allowed = co_await wait_for_rate(c);
        if (!allowed) co_return std::move(allowed).error();
    }
    c.keys = keys_.at_hand(now());
    if (!c.keys) {
        auto got = co_await keys_.get(c.deadline);
        if (!got) co_return std::move(got).error();
        c.keys = *std::move(got);
    }
    auto found = router_.route_for(c.keys, c.request.resource_arn);
    if (!found) co_return std::move(found).error();
    c.to = *std::move(found);
    auto const until = attempt_end(c);
    auto written = write(c, until);
    if (!written) co_return std::move(written).error();
    ++c.sent;
    ++c.state.attempts;
    auto const read = hedged_read(c);
    auto const delay = read ? hedges_.delay(*read) : std::nullopt;
    if (delay) co_return co_await exchange_hedged(c, until, *delay);
    auto outcome = co_await exchange(c, until, false);
    if (read && outcome.http_status != 0) hedges_.on_answer(*read, outcome.duration);
    co_return outcome;
}

// A large request takes its time: what has not been sent cannot be answered.
steady_time request_sender::attempt_end(call const& c) const {
    std::chrono::duration<double> on_top{0};
    if (options_.slowest_upload != 0)
        on_top = std::chrono::duration<double>(static_cast<double>(c.request.content.document().size()) /
                                               static_cast<double>(options_.slowest_upload));
    auto const end = net::later(steady_clock::now(), options_.attempt_timeout);
    return std::min(c.deadline, net::later(end, std::chrono::floor<milliseconds>(on_top)));
}

asio::awaitable<result<void>> request_sender::wait_for_rate(call& c) {
    for (;;) {
        auto const wait = rate_->acquire(limiter_time());
        if (wait.count() == 0) co_return result<void>{};
        auto const pause = std::chrono::ceil<milliseconds>(wait);
        if (steady_clock::now() + pause >= c.deadline)
            co_return failure(
                service_errc::throttling,
                fmt::format("{}: after throttling, {:.1f} requests a second are sent, and this one would "
                            "have to wait past its end",
                            c.operation, rate_->rate()),
                "send less, or raise the table's capacity");
        if (auto waited = co_await net::pause(pause); !waited) co_return std::move(waited).error();
    }
}

result<void> request_sender::write(call& c, steady_time until) {
    request_content content{c.operation,
                            c.request.content.document(),
                            {c.request.body_hash.data(), c.request.body_hash.size()},
                            c.invocation_id.view(),
                            c.sent + 1,
                            retries_.max_attempts()};
    auto const time = now();
    c.clock_offset = clock_offset_;
    c.signed_at = time + c.clock_offset;
    if (service_offset_)
        content.expires =
            time + *service_offset_ + std::chrono::floor<milliseconds>(until - steady_clock::now());
    auto written = write_head(head_, c.to->target, content, *c.keys, c.signed_at, signing_keys_);
    if (written) c.wire = c.request.content.put_head(head_);
    return written;
}

asio::awaitable<attempt_outcome> request_sender::exchange(call const& c, steady_time until, bool is_hedge) {
    attempt_outcome out;
    auto const begun = is_timed() ? steady_clock::now() : steady_time{};
    int const number = c.sent;
    net::exchange_record record;
    auto response = co_await c.to->http.exchange(c.wire, until, &record);
    if (response) {
        learn_time(c, *response);
        auto const marks = marks_of(*response);
        auto read = [&] {
            return read_answer(*std::move(response), c.operation, c.to->target.host,
                               net::response_limits{}.body_bytes);
        };
        bool const is_long = takes_long_to_read(*response);
        if (is_long)
            out = co_await net::run_blocking(read);
        else
            out = read();
        judge(c, marks, out);
    } else {
        out = std::move(response.error().add_context(c.operation));
        out.kind = aws::classify(out.answer.error());
    }
    out.was_tried = true;
    out.wire = record;
    out.is_hedge = is_hedge;
    out.number = number;
    if (is_timed()) out.duration = steady_clock::now() - begun;
    if (rate_) rate_->on_answer(out.kind == aws::retry_class::throttling, limiter_time());
    co_return out;
}

// A second request beside the first when that is slow. Whichever says first what another attempt would not
// change counts, and the other one is cancelled; when both fail, the first's failure counts.
asio::awaitable<attempt_outcome> request_sender::exchange_hedged(call& c, steady_time until,
                                                                 std::chrono::nanoseconds delay) {
    auto const executor = co_await asio::this_coro::executor;
    auto const begun = steady_clock::now();
    net::side_by_side<attempt_outcome> both(executor);
    auto const settles = [&both](std::size_t i) {
        auto const& one = both.outcome(i);
        return one && (one->answer || one->kind == aws::retry_class::no);
    };
    both.start(exchange(c, until, false));
    auto const ended = co_await both.wait(begun + delay);
    if (!ended) {
        if (hedges_.spend()) {
            ++c.sent;
            both.start(exchange(c, until, true));
        }
        while (!both.all_ended() && !settles(0) && !(both.size() == 2 && settles(1))) co_await both.wait();
    }
    // The first one's time up to here, at least, where the hedge was faster: otherwise slow reads would be
    // forgotten, and more and more of them would count as slow.
    auto const latency = steady_clock::now() - begun;
    std::size_t const counts = both.size() == 2 && !settles(0) && settles(1) ? 1 : 0;
    co_await both.finish();
    auto outcome = *std::move(both.outcome(counts));
    if (both.size() == 2) report_attempt(c, *both.outcome(1 - counts), std::nullopt);
    if (outcome.http_status != 0) hedges_.on_answer(*hedged_read(c), latency);
    co_return outcome;
}

std::optional<aws::hedge_policy::read> request_sender::hedged_read(call const& c) const noexcept {
    if (!hedges_.is_on()) return std::nullopt;
    if (c.operation == "GetItem") return aws::hedge_policy::read::get_item;
    if (c.operation == "Query") return aws::hedge_policy::read::query;
    return std::nullopt;
}

request_sender::answer_marks request_sender::marks_of(net::http_response const& response) const {
    answer_marks marks;
    if (response.status != 200) marks.date = response.header("Date").value_or("");
    if (options_.observer) marks.request_id = response.header("x-amzn-RequestId").value_or("");
    return marks;
}

// What else there is to an answer that was read.
void request_sender::judge(call const& c, answer_marks const& marks, attempt_outcome& out) const {
    out.request_id = marks.request_id;
    if (out.answer || !is_auth_code(out.answer.error().code())) return;
    out.skew = aws::skew_to(marks.date, c.signed_at);
    if (auto const skew = aws::describe_skew(marks.date, now())) {
        auto& details = out.answer.error().details();
        details.next_step = "set this machine's clock";
        details.message += "; " + *skew;
    }
}

// The time that an attempt ends needs no more than the service's clock of a minute ago.
void request_sender::learn_time(call const& c, net::http_response const& response) {
    if (service_offset_ && std::chrono::abs(c.signed_at - time_learnt_) < std::chrono::minutes(1)) return;
    auto const date = response.header("Date");
    auto const time = date ? parse_http_date(*date) : std::nullopt;
    if (!time) return;
    time_learnt_ = c.signed_at;
    service_offset_ = *time - now();
}

}  // namespace ddbsnap::dynamodb
