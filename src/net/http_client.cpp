#include "net/http_client.hpp"

#include "net/deadline_guard.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap::net {

http_client::http_client(std::shared_ptr<stream_connector> connector, origin to, http_limits limits)
    : connector_(std::move(connector)), origin_(std::move(to)), limits_(limits) {}

http_client::~http_client() = default;

asio::awaitable<result<http_response>> http_client::exchange(std::string_view request, steady_time deadline) {
    for (bool fresh = false;; fresh = true) {
        auto leased = co_await take(deadline, fresh);
        if (!leased) co_return std::move(leased).error();
        bool stale = false;
        auto answer = co_await attempt(std::move(*leased), request, deadline, stale);
        if (answer || !stale) co_return answer;
    }
}

asio::awaitable<result<http_response>> http_client::attempt(lease with, std::string_view request,
                                                            steady_time deadline, bool& stale) {
    auto const executor = co_await asio::this_coro::executor;
    auto& stream = *with.stream;
    deadline_guard guard(executor, deadline, stream);
    bool saw_bytes = false;
    failure why(errc::connection_closed, "");
    if (auto sent = co_await stream.write_all(request); !sent) {
        why = std::move(sent).error();
    } else {
        auto got = co_await read_http_response(stream, limits_.response, saw_bytes);
        if (got) {
            if (got->reusable && !guard.expired()) give_back(std::move(with.stream));
            co_return std::move(got->response);
        }
        why = std::move(got).error();
    }
    if (guard.expired())
        co_return failure(errc::timeout, fmt::format("{} did not answer in time", origin_.to_string()));
    stale = with.reused && !saw_bytes && why.code() == errc::connection_closed;
    if (why.code() != errc::operation_aborted) why.add_context(origin_.to_string());
    co_return why;
}

asio::awaitable<result<http_client::lease>> http_client::take(steady_time deadline, bool fresh) {
    if (!fresh)
        if (auto kept = take_idle()) co_return lease{std::move(kept), true};
    auto const until = std::min(deadline, std::chrono::steady_clock::now() + limits_.connect_timeout);
    auto connected = co_await connector_->connect(origin_, until);
    if (!connected) co_return std::move(connected).error();
    co_return lease{std::move(*connected), false};
}

std::unique_ptr<byte_stream> http_client::take_idle() {
    auto const oldest = std::chrono::steady_clock::now() - limits_.idle_age;
    while (!idle_.empty()) {
        auto last = std::move(idle_.back());
        idle_.pop_back();
        if (last.since >= oldest && last.stream->is_quiet()) return std::move(last.stream);
    }
    return nullptr;
}

void http_client::give_back(std::unique_ptr<byte_stream> stream) {
    if (limits_.max_idle == 0) return;
    if (idle_.size() == limits_.max_idle) idle_.erase(idle_.begin());
    idle_.push_back({std::move(stream), std::chrono::steady_clock::now()});
}

}  // namespace ddbsnap::net
