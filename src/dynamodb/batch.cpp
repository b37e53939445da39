#include "aws/batch_pauses.hpp"
#include "dynamodb/batch_work.hpp"
#include "net/cancelled.hpp"
#include "net/later.hpp"
#include "net/no_throw_scope.hpp"
#include "net/pause.hpp"
#include "net/side_by_side.hpp"
#include "net/translate.hpp"

#include <ddbsnap/batch.hpp>

#include <boost/asio/this_coro.hpp>

#include <fmt/format.h>
#include <random>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

double any_number() {
    thread_local std::minstd_rand generator{std::random_device{}()};
    return std::uniform_real_distribution<>(0, 1)(generator);
}

failure too_late(std::size_t left, std::size_t total, std::chrono::milliseconds time) {
    return failure(errc::timeout,
                   fmt::format("{} of {} items are left after {} ms", left, total, time.count()),
                   "allow more time, or raise the table's capacity");
}

failure out_of_patience(std::size_t left, std::size_t total) {
    return failure(service_errc::throttling,
                   fmt::format("the table takes no more requests: {} of {} items are left", left, total),
                   "try again later, or raise the table's capacity");
}

// Sends a request, and no longer than until the deadline.
template <class Work>
asio::awaitable<result<typename Work::output>> send_until(dynamodb_client& client,
                                                          typename Work::request request,
                                                          steady_time deadline, bool& is_late) {
    auto const executor = co_await asio::this_coro::executor;
    net::side_by_side<result<typename Work::output>> one(executor);
    one.start(Work::send(client, std::move(request)));
    auto const ended = co_await one.wait(deadline);
    co_await one.finish();
    is_late = !ended;
    co_return *std::move(one.outcome(0));
}

// Sends what is left, request by request; gives what stopped it, if anything did.
template <class Work>
asio::awaitable<std::optional<failure>> run(dynamodb_client& client, Work& work,
                                            batch_options const& options) {
    auto const deadline = net::later(steady_clock::now(), options.overall_timeout);
    auto const total = work.left();
    aws::batch_pauses pauses(options.patience);
    bool is_in_doubt = false;
    auto const stop = [&](failure f) {
        f.details().may_have_been_applied |= is_in_doubt;
        return f;
    };
    while (work.left() != 0) {
        // One that came while nothing was waited for has gone unheard.
        bool const is_cancelled = co_await net::is_cancelled();
        if (is_cancelled) co_return stop(net::aborted("the batch"));
        auto request = work.next();
        auto const sent = Work::size_of(request);
        auto const before = work.left();
        auto copy = request;  // what fails comes back
        bool is_late = false;
        auto output = co_await send_until<Work>(client, std::move(copy), deadline, is_late);
        if (output)
            work.accept(*std::move(output));
        else
            work.put_back(std::move(request));
        if (options.progress) options.progress(total - work.left(), total);
        if (!output) is_in_doubt |= output.error().details().may_have_been_applied;
        if (!output && is_late) co_return stop(too_late(work.left(), total, options.overall_timeout));
        if (!output && output.error().code() != condition::throttled)
            co_return stop(std::move(output).error());
        auto const jitter = options.random ? options.random() : any_number();
        auto const pause = pauses.after(sent, work.left() - before, jitter);
        if (!pause) co_return stop(output ? out_of_patience(work.left(), total) : std::move(output).error());
        if (pause->count() == 0) continue;
        if (steady_clock::now() + *pause >= deadline)
            co_return stop(too_late(work.left(), total, options.overall_timeout));
        auto const waited = co_await net::pause(*pause);
        if (!waited) co_return stop(waited.error());
    }
    co_return std::nullopt;
}

template <class Work>
asio::awaitable<result<typename Work::outcome>> run_all(dynamodb_client& client, Work work,
                                                        batch_options options) {
    auto stopped_by = co_await net::without_throwing(run(client, work, options));
    auto outcome = std::move(work).finish();
    outcome.stopped_by = std::move(stopped_by);
    co_return outcome;
}

}  // namespace

asio::awaitable<result<batch_write_outcome>> batch_write_all(dynamodb_client& client,
                                                             batch_write_request request,
                                                             batch_options options) {
    for (auto const& [table, requests] : request.tables)
        for (auto const& one : requests)
            if (auto const size = size_of(one.content); size > max_item_size)
                co_return failure(
                    errc::item_too_large,
                    fmt::format("an item of {} bytes for table {} is above DynamoDB's limit of {} "
                                "bytes; nothing was written",
                                size, table, max_item_size));
    dynamodb::write_work work(std::move(request));
    co_return co_await run_all(client, std::move(work), std::move(options));
}

asio::awaitable<result<batch_get_outcome>> batch_get_all(dynamodb_client& client, batch_get_request request,
                                                         batch_options options) {
    dynamodb::read_work work(std::move(request));
    co_return co_await run_all(client, std::move(work), std::move(options));
}

}  // namespace ddbsnap
