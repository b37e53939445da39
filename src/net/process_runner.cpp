#include "net/process_runner.hpp"

#include "net/cancelled.hpp"
#include "net/child_process.hpp"
#include "net/no_throw_scope.hpp"
#include "net/spawn.hpp"
#include "net/translate.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <csignal>
#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace ddbsnap::net {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

constexpr std::size_t complaint_limit = 4096;
// What the shell wrote is in the pipes when it ends; whatever else holds them open is not waited for longer.
constexpr auto grace = 200ms;
// After SIGTERM.
constexpr auto time_to_leave = 500ms;
// A killed process is gone at once, unless the kernel itself hangs for it.
constexpr auto time_to_die = 1s;

// What the coroutines of one run share: two that read, one that watches for the end, one that waits for them.
struct run_state {
    run_state(asio::any_io_executor const& executor, child_process started, std::size_t most)
        : child(std::move(started)), output(executor), complaint(executor), woken(executor), limit(most) {}

    result<void> open_pipes() {
        for (auto [pipe, file] :
             {std::pair(&output, &child.output), std::pair(&complaint, &child.complaint)}) {
            boost::system::error_code ec;
            pipe->assign(file->number(), ec);
            if (ec) return translate(ec, "reading from a child process", errc::io_error);
            file->release();
        }
        return {};
    }
    void close_pipes() {
        boost::system::error_code ignored;
        output.close(ignored);
        complaint.close(ignored);
    }
    void wake() { woken.cancel(); }

    child_process child;
    asio::posix::stream_descriptor output, complaint;
    asio::steady_timer woken;
    std::size_t limit;
    process_outcome outcome;
    int readers = 2;
    bool too_much = false;
    bool ended = false;
};
using shared_state = std::shared_ptr<run_state>;

asio::awaitable<void> read_output(shared_state s) {
    std::array<char, 8192> chunk;
    boost::system::error_code ec;
    for (;;) {
        auto const n = co_await s->output.async_read_some(asio::buffer(chunk),
                                                          asio::redirect_error(asio::use_awaitable, ec));
        if (ec) break;
        s->too_much = s->outcome.output.size() + n > s->limit;
        if (s->too_much) break;
        s->outcome.output.append(chunk.data(), n);
    }
    --s->readers;
    s->wake();
}

asio::awaitable<void> read_complaint(shared_state s) {
    std::array<char, 4096> chunk;
    boost::system::error_code ec;
    auto& kept = s->outcome.complaint;
    for (;;) {
        auto const n = co_await s->complaint.async_read_some(asio::buffer(chunk),
                                                             asio::redirect_error(asio::use_awaitable, ec));
        if (ec) break;
        kept.append(chunk.data(), n);
        if (kept.size() > complaint_limit) kept.erase(0, kept.size() - complaint_limit);
    }
    --s->readers;
    s->wake();
}

// By number, as not every C library has a function for it.
int open_pidfd(pid_t id) {
#ifdef SYS_pidfd_open
    return static_cast<int>(::syscall(SYS_pidfd_open, id, 0));
#else
    return static_cast<void>(id), -1;
#endif
}

// Returns at once where the kernel cannot tell.
asio::awaitable<void> wait_for_kernel(pid_t id) {
    owned_file file(open_pidfd(id));
    if (file.number() < 0) co_return;
    asio::posix::stream_descriptor descriptor(co_await asio::this_coro::executor);
    boost::system::error_code ec;
    descriptor.assign(file.number(), ec);
    if (ec) co_return;
    file.release();
    co_await descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                                   asio::redirect_error(asio::use_awaitable, ec));
}

asio::awaitable<void> watch_for_end(shared_state s, exit_watch how) {
    if (how == exit_watch::pidfd) co_await wait_for_kernel(s->child.id());
    asio::steady_timer timer(s->woken.get_executor());
    while (!s->child.has_ended()) {
        boost::system::error_code ec;
        timer.expires_after(10ms);
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
    s->ended = true;
    s->wake();
}

enum class on_cancel { stop, go_on };

// Waits until it holds, or until `deadline`.
template <class Condition>
asio::awaitable<void> wait_until(run_state& s, steady::time_point deadline, Condition holds,
                                 on_cancel cancelled = on_cancel::stop) {
    while (!holds() && steady::now() < deadline) {
        auto const state = co_await asio::this_coro::cancellation_state;
        if (cancelled == on_cancel::stop && state.cancelled() != asio::cancellation_type::none) co_return;
        boost::system::error_code ec;
        s.woken.expires_at(deadline);
        co_await s.woken.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
}

void start(shared_state const& s, exit_watch how) {
    auto const executor = s->woken.get_executor();
    spawn(executor, read_output(s));
    spawn(executor, read_complaint(s));
    spawn(executor, watch_for_end(s, how));
}

asio::awaitable<result<process_outcome>> stopped(shared_state s, failure why) {
    s->child.signal_group(SIGTERM);  // a program that ran others itself can end them now
    s->close_pipes();
    co_await wait_until(
        *s, steady::now() + time_to_leave, [&] { return s->ended; }, on_cancel::go_on);
    s->child.signal_group(SIGKILL);
    co_await wait_until(
        *s, steady::now() + time_to_die, [&] { return s->ended; }, on_cancel::go_on);
    if (s->ended) s->child.reap();  // else when the watching one lets go of it
    co_return why;
}

asio::awaitable<result<process_outcome>> run_to_end(shared_state s, std::chrono::milliseconds time_limit,
                                                    exit_watch how) {
    start(s, how);
    co_await wait_until(*s, steady::now() + time_limit, [&] { return s->ended || s->too_much; });
    if (s->ended)
        co_await wait_until(*s, steady::now() + grace, [&] { return s->readers == 0 || s->too_much; });
    auto const state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
        co_return co_await stopped(s, aborted("running a command"));
    if (s->too_much)
        co_return co_await stopped(
            s, failure(errc::response_too_large, fmt::format("it printed more than {} bytes", s->limit)));
    if (!s->ended)
        co_return co_await stopped(
            s, failure(errc::timeout, fmt::format("it did not end within {} s", time_limit / 1.0s)));
    s->close_pipes();
    auto const code = s->child.reap();
    if (!code)
        co_return failure(errc::io_error, "its exit code went to another part of this program",
                          "do not ignore SIGCHLD, and wait for own children only");
    s->outcome.exit_code = *code;
    co_return std::move(s->outcome);
}

class local_processes final : public process_runner {
   public:
    explicit local_processes(exit_watch how) : how_(how) {}

    asio::awaitable<result<process_outcome>> run(process_command command) override {
        bool const cancelled = co_await is_cancelled();
        if (cancelled) co_return aborted("running a command");
        auto const executor = co_await asio::this_coro::executor;
        auto child = spawn_shell(command.line, std::move(command.more_environment));
        if (!child) co_return std::move(child).error();
        auto state = std::make_shared<run_state>(executor, *std::move(child), command.output_limit);
        if (auto opened = state->open_pipes(); !opened) co_return std::move(opened).error();
        auto running = run_to_end(std::move(state), command.time_limit, how_);
        co_return co_await without_throwing(std::move(running));
    }

   private:
    exit_watch how_;
};

}  // namespace

std::shared_ptr<process_runner> make_process_runner(exit_watch how) {
    return std::make_shared<local_processes>(how);
}

}  // namespace ddbsnap::net
