#include "net/http_client.hpp"

#include "net/translate.hpp"

#include <boost/asio/this_coro.hpp>

#include <fmt/format.h>

namespace ddbsnap::net {
namespace {

using std::chrono::steady_clock;

failure no_answer_in_time(origin const& from) {
    return failure(errc::timeout, fmt::format("{} did not answer in time", from.to_string()));
}

// One request over one connection.
struct attempt {
    attempt(lease l, connection_pool& pool, steady_time deadline)
        : with(std::move(l)), limit(with.stream(), deadline) {
        pool.watch(limit, deadline);
    }

    // A server that refuses a request early closes while it is still being sent: its answer may be there, and
    // says more than the error.
    bool may_be_answered(result<void> const& sent) const {
        return sent || (sent.error().code() == errc::connection_closed && !limit.has_expired());
    }

    // The peer had closed the connection while it was idle: it never saw the request.
    bool was_stale(failure const& why) const {
        return !with.is_fresh() && received == 0 && why.code() == errc::connection_closed;
    }

    lease with;
    deadline_sweep::entry limit;
    std::size_t received = 0;
};

connection_event::reason reason_of(failure const& why) {
    return why.code() == errc::connection_closed ? connection_event::reason::peer
                                                 : connection_event::reason::error;
}

void settle(connection_pool& pool, attempt& a, bool is_reusable) {
    if (is_reusable && !a.limit.has_expired()) return pool.give_back(std::move(a.with));
    pool.close(std::move(a.with), connection_event::reason::peer);
}

// Closes the connection. Whether another one may do better is in `is_stale`.
failure fail(connection_pool& pool, attempt& a, failure why, bool& is_stale) {
    bool const was_late = a.limit.has_expired();
    is_stale = !was_late && a.was_stale(why);
    // Those that were used earlier still are dead as well, most likely: not another write for each.
    if (is_stale) pool.drop_idle_until(a.with.idle_since());
    pool.close(std::move(a.with), was_late ? connection_event::reason::error : reason_of(why));
    if (was_late) return no_answer_in_time(pool.to());
    if (why.code() != errc::operation_aborted) why.add_context(pool.to().to_string());
    return why;
}

}  // namespace

http_client::http_client(std::shared_ptr<stream_connector> connector, origin to, http_limits limits)
    : pool_(std::make_shared<connection_pool>(std::move(connector), std::move(to), std::move(limits.pool))),
      limits_(limits.response) {}

http_client::~http_client() { pool_->shut_down(); }

void http_client::warm_up(asio::any_io_executor const& executor) {
    pool_->work_on(executor);
    pool_->warm_up();
}

asio::awaitable<result<http_response>> http_client::exchange(std::string_view request, steady_time deadline,
                                                             exchange_record* record) {
    auto const pool = pool_;
    auto const limits = limits_;
    exchange_record unread;
    auto& went = record != nullptr ? *record : unread;
    went = {};
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    pool->work_on(co_await asio::this_coro::executor);
    for (bool is_repeated = false;; is_repeated = true) {
        auto const begun = steady_clock::now();
        if (deadline <= begun) co_return no_answer_in_time(pool->to());
        auto with = pool->take(begun);
        if (!with) {
            auto got = co_await pool->wait(deadline);
            went.waited += steady_clock::now() - begun;
            if (!got) co_return std::move(got).error();
            with = *std::move(got);
        }
        went.reused = with.was_used();
        went.was_sent = true;
        went.was_repeated = is_repeated;
        with.mark_used();
        attempt a(std::move(with), *pool, deadline);
        auto sent = co_await a.with.stream().write_all(request);
        // What is started now would not hear of it.
        if (sent && cancellation.cancelled() != asio::cancellation_type::none) sent = aborted("the request");
        result<read_response> got;
        if (a.may_be_answered(sent)) got = co_await read_http_response(a.with.stream(), limits, a.received);
        went.received += a.received;
        if (got) {
            settle(*pool, a, sent && got->reusable);
            co_return std::move(got->response);
        }
        bool is_stale = false;
        auto why = fail(*pool, a, sent ? std::move(got).error() : std::move(sent).error(), is_stale);
        if (!is_stale || is_repeated) co_return why;
    }
}

}  // namespace ddbsnap::net
