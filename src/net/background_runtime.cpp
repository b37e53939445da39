#include "net/spawn.hpp"

#include <ddbsnap/background_runtime.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <thread>

namespace ddbsnap {

namespace asio = boost::asio;

struct background_runtime::impl {
    asio::io_context loop{1};
    asio::executor_work_guard<asio::io_context::executor_type> busy{loop.get_executor()};
    std::thread thread{[this] { loop.run(); }};

    ~impl() { stop(); }

    void stop() {
        loop.stop();
        if (thread.joinable()) thread.join();
    }
};

background_runtime::background_runtime() : impl_(std::make_unique<impl>()) {}
background_runtime::~background_runtime() = default;

void background_runtime::stop() { impl_->stop(); }

asio::any_io_executor background_runtime::executor() const { return impl_->loop.get_executor(); }

void background_runtime::run(asio::awaitable<void> operation, std::chrono::milliseconds at_most) {
    struct state {
        asio::cancellation_signal stop;
        std::promise<void> end;
    };
    auto const s = std::make_shared<state>();
    auto ended = s->end.get_future();
    // Started and cancelled on the loop's own thread: a signal belongs to one thread.
    asio::post(impl_->loop, [s, e = executor(), op = std::move(operation)]() mutable {
        auto done = [s](std::exception_ptr thrown) {
            if (thrown)
                s->end.set_exception(std::move(thrown));
            else
                s->end.set_value();
        };
        net::spawn(e, std::move(op), std::move(done), s->stop.slot());
    });
    // What a clock cannot hold means for ever.
    bool const is_bounded = at_most < std::chrono::hours(24 * 365);
    if (is_bounded && ended.wait_for(at_most) == std::future_status::timeout)
        asio::post(impl_->loop, [s] { s->stop.emit(asio::cancellation_type::terminal); });
    ended.get();
}

}  // namespace ddbsnap
