#include "support/scripted_stream.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace asio = boost::asio;

namespace ddbsnap::test {
namespace {

// Waits until `timer` is cancelled from either side, or to the end.
asio::awaitable<failure> hang(stream_script& script, asio::steady_timer& timer, steady_time until) {
    if (script.when_hanging) script.when_hanging();
    boost::system::error_code ec;
    timer.expires_at(until);
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    if (!ec) co_return failure(errc::timeout, "scripted deadline");
    co_return failure(errc::operation_aborted, "aborted");
}

// One step of the script: nothing when it goes well. Others get their turn first, as with a real network.
asio::awaitable<result<void>> step(stream_script& script, asio::steady_timer& timer,
                                   steady_time until = steady_time::max()) {
    int const now = script.steps++;
    co_await asio::post(timer.get_executor(), asio::use_awaitable);
    if (now == script.fail_at) co_return failure(script.fail_with, "scripted fault");
    if (now == script.hang_at) co_return co_await hang(script, timer, until);
    co_return result<void>{};
}

class scripted_stream final : public net::byte_stream {
   public:
    scripted_stream(stream_script& script, asio::any_io_executor const& executor)
        : script_(script), timer_(executor), number_(++script.connected) {
        ++script_.open_streams;
    }
    ~scripted_stream() override { --script_.open_streams; }

    asio::awaitable<result<std::size_t>> read_some(std::span<char> into) override {
        if (broken_) co_return failure(script_.fail_with, "scripted fault");
        auto went = co_await step(script_, timer_);
        if (!went) co_return std::move(went).error();
        if (aborted_) co_return failure(errc::operation_aborted, "aborted");
        if (answer_.pieces.empty() && answer_.then_close) co_return std::size_t{0};
        if (answer_.pieces.empty()) co_return co_await hang(script_, timer_, steady_time::max());
        auto& piece = answer_.pieces.front();
        auto const n = std::min(piece.size(), into.size());
        std::copy_n(piece.begin(), n, into.begin());
        piece.erase(0, n);
        if (piece.empty()) answer_.pieces.erase(answer_.pieces.begin());
        co_return n;
    }

    asio::awaitable<result<void>> write_all(std::string_view bytes) override {
        auto went = co_await step(script_, timer_);
        broken_ = !went;
        if (!went) co_return std::move(went).error();
        if (aborted_) co_return failure(errc::operation_aborted, "aborted");
        script_.requests.emplace_back(bytes);
        script_.request_streams.push_back(number_);
        if (script_.answer_to) {
            answer_ = script_.answer_to(script_.requests.back());
        } else if (!script_.answers.empty()) {
            answer_ = std::move(script_.answers.front());
            script_.answers.pop_front();
        }
        co_return result<void>{};
    }

    void abort() noexcept override {
        aborted_ = true;
        timer_.cancel();
    }
    bool is_quiet() noexcept override { return !aborted_ && answer_.pieces.empty() && !answer_.then_close; }

   private:
    stream_script& script_;
    asio::steady_timer timer_;
    int number_;
    scripted_answer answer_;
    bool aborted_ = false;
    bool broken_ = false;  // a write failed, so there is nothing to read either
};

}  // namespace

asio::awaitable<result<std::unique_ptr<net::byte_stream>>> scripted_connector::connect(net::origin const&,
                                                                                       steady_time deadline) {
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor);
    auto went = co_await step(script_, timer, deadline);
    if (!went) co_return std::move(went).error();
    co_return std::unique_ptr<net::byte_stream>(std::make_unique<scripted_stream>(script_, executor));
}

boost::asio::awaitable<result<std::vector<std::string>>> scripted_connector::addresses_of(
    net::origin const& of, steady_time) {
    co_return std::vector<std::string>{of.host};
}

}  // namespace ddbsnap::test
