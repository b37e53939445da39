#include "net/process_runner.hpp"

#include "net/child_process.hpp"
#include "support/run_coro.hpp"
#include "support/scratch_directory.hpp"

#include <boost/asio/steady_timer.hpp>

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <gmock/gmock.h>
#include <iterator>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace ddbsnap::net {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

std::ptrdiff_t open_files() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                         std::filesystem::directory_iterator());
}

bool has_children() { return ::waitpid(-1, nullptr, WNOHANG | __WALL) != -1 || errno != ECHILD; }

// Whether a process other than a zombie has this number.
bool is_running(std::string const& id) {
    std::ifstream in("/proc/" + id + "/stat");
    std::string text(std::istreambuf_iterator<char>(in), {});
    auto const end_of_name = text.rfind(')');
    return end_of_name != text.npos && text[end_of_name + 2] != 'Z' && text[end_of_name + 2] != 'X';
}

// After each run nothing may be left: no zombie, no open file.
struct process_runner_test : testing::TestWithParam<exit_watch> {
    process_runner_test() {
        // The loop's own files are there before anything is counted.
        boost::asio::steady_timer timer(io, 0ms);
        timer.async_wait([](auto) {});
        io.run();
        before = open_files();
    }
    ~process_runner_test() override {
        io.restart();
        io.poll();
        EXPECT_EQ(open_files(), before);
        EXPECT_FALSE(has_children());
    }

    result<process_outcome> run(process_command command) {
        return test::run_coro(io, runner->run(std::move(command)));
    }
    result<process_outcome> run(std::string line) { return run(process_command{std::move(line)}); }

    boost::asio::io_context io{1};
    std::shared_ptr<process_runner> runner = make_process_runner(GetParam());
    std::ptrdiff_t before = 0;
};

INSTANTIATE_TEST_SUITE_P(exits, process_runner_test, testing::Values(exit_watch::pidfd, exit_watch::polling),
                         [](auto const& of) {
                             return of.param == exit_watch::pidfd ? "told_by_the_kernel" : "polled";
                         });

TEST_P(process_runner_test, gives_both_outputs_and_the_exit_code) {
    auto const ended = run("printf out; printf err >&2; exit 3");
    ASSERT_TRUE(ended) << ended.error().message();
    EXPECT_EQ(ended->output, "out");
    EXPECT_EQ(ended->complaint, "err");
    EXPECT_EQ(ended->exit_code, 3);
}

TEST_P(process_runner_test, exit_codes_are_those_of_a_shell) {
    std::pair<char const*, int> const rows[] = {
        {":", 0},
        {"exit 255", 255},
        {"kill -KILL $$", 128 + SIGKILL},
        {"kill -TERM $$", 128 + SIGTERM},
        {"/nowhere/to/be/found", 127},
    };
    for (auto const& [line, code] : rows) {
        auto const ended = run(line);
        ASSERT_TRUE(ended) << line << ": " << ended.error().message();
        EXPECT_EQ(ended->exit_code, code) << line;
    }
}

TEST_P(process_runner_test, every_byte_up_to_the_limit_is_kept) {
    auto const ended = run({"head -c 64000 /dev/zero", 5s, 64'000});
    ASSERT_TRUE(ended) << ended.error().message();
    EXPECT_EQ(ended->output, std::string(64'000, '\0'));
}

TEST_P(process_runner_test, output_beyond_the_limit_is_refused_and_endless_output_ends) {
    for (auto const* line : {"head -c 64001 /dev/zero", "cat /dev/zero", "cat /dev/zero & cat /dev/zero"}) {
        auto const ended = run({line, 60s, 64'000});
        ASSERT_FALSE(ended) << line;
        EXPECT_EQ(ended.error().code(), errc::response_too_large) << line;
        EXPECT_THAT(ended.error().message(), HasSubstr("64000 bytes"));
    }
}

TEST_P(process_runner_test, of_the_complaint_the_last_4_kb_are_kept) {
    auto const ended = run("head -c 100000 /dev/zero >&2; printf end >&2");
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->complaint, std::string(4093, '\0') + "end");
}

TEST_P(process_runner_test, the_time_limit_ends_what_does_not_end) {
    auto const ended = run({"sleep 1000", 50ms, 100});
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code(), errc::timeout);
    EXPECT_THAT(ended.error().message(), HasSubstr("did not end within 0.05 s"));
}

TEST_P(process_runner_test, the_time_limit_holds_for_one_who_ignores_signals_and_closed_its_outputs) {
    auto const ended = run({"trap '' TERM INT HUP; exec >&- 2>&-; sleep 1000", 50ms, 100});
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code(), errc::timeout);
}

TEST_P(process_runner_test, a_grandchild_that_keeps_the_outputs_open_is_not_waited_for_and_lives_on) {
    auto const start = std::chrono::steady_clock::now();
    auto const ended = run({"sleep 1000 & printf $!", 60s, 100});
    ASSERT_TRUE(ended) << ended.error().message();
    EXPECT_LT(std::chrono::steady_clock::now() - start, 30s);
    EXPECT_EQ(ended->exit_code, 0);
    EXPECT_TRUE(is_running(ended->output));
    ::kill(std::stoi(ended->output), SIGKILL);
}

TEST_P(process_runner_test, a_grandchild_that_prints_without_end_is_stopped_by_the_output_limit) {
    auto const ended = run({"cat /dev/zero & exit 0", 60s, 100'000});
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code(), errc::response_too_large);
}

TEST_P(process_runner_test, cancellation_kills_the_whole_group) {
    test::scratch_directory directory;
    auto const line =
        "cd " + directory.path().string() + "; sleep 1000 & echo $! > id.new; mv id.new id; wait";
    test::running<process_outcome> running(io, runner->run({line, 60s}));
    boost::asio::steady_timer tick(io);
    while (!std::filesystem::exists(directory.path() / "id")) {
        tick.expires_after(1ms);
        tick.async_wait([](auto) {});
        io.restart();
        io.run_one();
    }
    auto const id = std::to_string(std::stoi(directory.files()["id"]));
    EXPECT_TRUE(is_running(id));
    running.cancel();
    auto const ended = running.wait();
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code(), errc::operation_aborted);
    while (is_running(id)) std::this_thread::yield();
}

TEST_P(process_runner_test, a_loop_that_goes_away_takes_its_children_along) {
    auto const files = open_files();
    {
        boost::asio::io_context short_lived;
        test::running<process_outcome> running(short_lived, runner->run({"sleep 1000", 60s}));
        short_lived.poll();
        EXPECT_TRUE(has_children());
    }
    EXPECT_FALSE(has_children());
    EXPECT_EQ(open_files(), files);
}

TEST_P(process_runner_test, nothing_stands_on_standard_input) {
    auto const ended = run("cat; echo done");
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->output, "done\n");
}

TEST_P(process_runner_test, the_command_gets_no_open_file_of_the_program) {
    owned_file const open_in_the_program(::open("/dev/zero", O_RDONLY));
    ASSERT_GT(open_in_the_program.number(), 2);
    auto const ended =
        run("[ -e /proc/$$/fd/" + std::to_string(open_in_the_program.number()) + " ] && echo there");
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->output, "");
}

TEST_P(process_runner_test, the_command_finds_no_signal_blocked_or_ignored) {
    sigset_t blocked, old;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &blocked, &old);
    auto const pipe_handler = std::signal(SIGPIPE, SIG_IGN);
    auto const ended = run("sed -n 's/^Sig\\(Blk\\|Ign\\):\t//p' /proc/self/status");
    std::signal(SIGPIPE, pipe_handler);
    ::pthread_sigmask(SIG_SETMASK, &old, nullptr);
    ASSERT_TRUE(ended);
    // 32 and 33 belong to the C library, which ignores them in what it starts.
    constexpr auto own_of_libc = 3ull << 31;
    auto const& masks = ended->output;
    ASSERT_EQ(masks.size(), 34u) << masks;
    EXPECT_EQ(std::stoull(masks.substr(0, 16), nullptr, 16), 0u);
    EXPECT_EQ(std::stoull(masks.substr(17, 16), nullptr, 16) & ~own_of_libc, 0u);
}

TEST_P(process_runner_test, an_exit_code_that_the_program_threw_away_is_reported) {
    auto const handler = std::signal(SIGCHLD, SIG_IGN);
    auto const ended = run("exit 0");
    std::signal(SIGCHLD, handler);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code(), errc::io_error);
    EXPECT_THAT(ended.error().to_string(), HasSubstr("SIGCHLD"));
}

TEST_P(process_runner_test, a_nul_in_a_command_is_refused) {
    auto const ended = run(std::string("echo a\0b", 8));
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().code(), errc::invalid_argument);
}

TEST_P(process_runner_test, many_run_at_once) {
    std::vector<test::running<process_outcome>> all;
    for (int i = 0; i != 20; ++i)
        all.emplace_back(io, runner->run({"printf " + std::to_string(i), 60s, 100}));
    for (int i = 0; i != 20; ++i) {
        auto const ended = all[static_cast<std::size_t>(i)].wait();
        ASSERT_TRUE(ended) << ended.error().message();
        EXPECT_EQ(ended->output, std::to_string(i));
    }
}

TEST(child_process, a_shell_that_is_not_there_is_named) {
    auto const before = open_files();
    auto const child = spawn_shell("exit 0", {}, "/nowhere/sh");
    ASSERT_FALSE(child);
    EXPECT_EQ(child.error().code(), errc::io_error);
    EXPECT_EQ(child.error().message(), "there is no /nowhere/sh here");
    EXPECT_EQ(open_files(), before);
}

}  // namespace
}  // namespace ddbsnap::net
