#include "net/quiet_timer.hpp"

#include "net/process_thread.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <mutex>
#include <optional>

namespace ddbsnap::net {

namespace asio = boost::asio;

// Not the blocking thread: deadlines must not wait for a file, or for a person.
asio::thread_pool& timing_thread() {
    static process_thread thread;
    return thread.pool();
}

// Shared with the timing thread. While the mutex is held and `is_open`, the executor's context exists.
struct quiet_timer::state {
    explicit state(asio::any_io_executor e) : executor(std::move(e)) {}

    std::mutex mutex;
    bool is_open = true;
    unsigned long round = 0;  // of start() and stop(): what an earlier one left behind is void
    asio::any_io_executor executor;
    std::function<void()> call;
    std::optional<asio::steady_timer> timer;

    bool is_current(unsigned long of) const { return is_open && of == round; }
};

quiet_timer::quiet_timer(asio::any_io_executor executor)
    : state_(std::make_shared<state>(std::move(executor))) {}

quiet_timer::~quiet_timer() {
    std::lock_guard const lock(state_->mutex);
    state_->is_open = false;
    state_->call = nullptr;
    if (state_->timer) state_->timer->cancel();
}

void quiet_timer::start(std::chrono::milliseconds after, std::function<void()> call) {
    std::lock_guard const lock(state_->mutex);
    if (!state_->timer) state_->timer.emplace(timing_thread().get_executor());
    state_->call = std::move(call);
    state_->timer->expires_after(after);
    state_->timer->async_wait([s = state_, round = ++state_->round](boost::system::error_code ec) {
        std::lock_guard const locked(s->mutex);
        if (ec || !s->is_current(round)) return;
        asio::post(s->executor, [s, round] {
            if (!s->is_current(round)) return;
            auto const due = std::move(s->call);  // which may start the timer again
            due();
        });
    });
}

void quiet_timer::stop() {
    std::lock_guard const lock(state_->mutex);
    ++state_->round;
    state_->call = nullptr;
    if (state_->timer) state_->timer->cancel();
}

}  // namespace ddbsnap::net
