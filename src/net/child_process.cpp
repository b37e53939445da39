#include "net/child_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace ddbsnap::net {
namespace {

constexpr auto no_input = "/dev/null";

failure cannot_start(char const* shell, int error_number) {
    // The child's standard input is opened before the shell, and its absence looks the same.
    if (error_number == ENOENT && ::access(no_input, R_OK) != 0)
        return failure(errc::io_error, fmt::format("there is no {} here", no_input), "mount /dev here");
    if (error_number == ENOENT || error_number == ENOTDIR)
        return failure(errc::io_error, fmt::format("there is no {} here", shell),
                       "run where a shell is installed, or get the keys in another way");
    return failure(errc::io_error,
                   fmt::format("cannot start {}: {}", shell, std::generic_category().message(error_number)));
}

// Away from the numbers 0, 1 and 2, which a program may have closed and a child gets anew.
int moved_up(owned_file& file) {
    if (file.number() > STDERR_FILENO) return 0;
    int const higher = ::fcntl(file.number(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (higher < 0) return errno;
    file = owned_file(higher);
    return 0;
}

struct pipe_ends {
    owned_file read, write;
};

// An errno; 0 is success.
int open_pipe(pipe_ends& into) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return errno;
    into.read = owned_file(ends[0]);
    into.write = owned_file(ends[1]);
    if (auto const e = moved_up(into.read)) return e;
    return moved_up(into.write);
}

class file_actions {
   public:
    file_actions() { ::posix_spawn_file_actions_init(&actions_); }
    file_actions(file_actions const&) = delete;
    file_actions& operator=(file_actions const&) = delete;
    ~file_actions() { ::posix_spawn_file_actions_destroy(&actions_); }

    int set(int output, int complaint) {
        if (auto const e = ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, no_input, O_RDONLY, 0))
            return e;
        if (auto const e = ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO)) return e;
        if (auto const e = ::posix_spawn_file_actions_adddup2(&actions_, complaint, STDERR_FILENO)) return e;
#if defined(__GLIBC__) && defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 34)
        // Files that the program opened without close-on-exec are none of the command's business.
        return ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
#endif
#endif
        return 0;
    }
    posix_spawn_file_actions_t const* get() const { return &actions_; }

   private:
    posix_spawn_file_actions_t actions_;
};

class spawn_attributes {
   public:
    spawn_attributes() { ::posix_spawnattr_init(&attributes_); }
    spawn_attributes(spawn_attributes const&) = delete;
    spawn_attributes& operator=(spawn_attributes const&) = delete;
    ~spawn_attributes() { ::posix_spawnattr_destroy(&attributes_); }

    int set() {
        sigset_t none, all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        return ::posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    posix_spawnattr_t const* get() const { return &attributes_; }

   private:
    posix_spawnattr_t attributes_;
};

}  // namespace

owned_file::~owned_file() {
    if (number_ >= 0) ::close(number_);
}

child_process::~child_process() {
    if (id_ < 0) return;
    has_ended();
    signal_group(SIGKILL);
    reap();  // waits, but not for long: nothing survives the signal
}

bool child_process::has_ended() noexcept {
    if (id_ < 0) return true;
    siginfo_t about{};
    if (::waitid(P_PID, static_cast<id_t>(id_), &about, WEXITED | WNOHANG | WNOWAIT) == 0)
        return about.si_pid != 0;
    if (errno == ECHILD) id_ = -1;
    return true;
}

void child_process::signal_group(int number) noexcept {
    if (id_ > 0) ::kill(-id_, number);
}

std::optional<int> child_process::reap() noexcept {
    int status = 0;
    auto const id = std::exchange(id_, -1);
    if (id < 0) return std::nullopt;
    while (::waitpid(id, &status, 0) < 0)
        if (errno != EINTR) return std::nullopt;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

result<child_process> spawn_shell(std::string const& line, std::vector<std::string> more_environment,
                                  char const* shell) {
    if (line.find('\0') != line.npos)
        return failure(errc::invalid_argument, "a command cannot hold a NUL character");
    pipe_ends output, complaint;
    if (auto const e = open_pipe(output)) return cannot_start(shell, e);
    if (auto const e = open_pipe(complaint)) return cannot_start(shell, e);
    file_actions files;
    if (auto const e = files.set(output.write.number(), complaint.write.number()))
        return cannot_start(shell, e);
    spawn_attributes attributes;
    if (auto const e = attributes.set()) return cannot_start(shell, e);
    std::string name = "sh", option = "-c", command = line;
    std::array<char*, 4> arguments{name.data(), option.data(), command.data(), nullptr};
    // In front, where the first of two of one name counts.
    std::vector<char*> environment;
    for (auto& variable : more_environment) environment.push_back(variable.data());
    for (auto** variable = environ; *variable; ++variable) environment.push_back(*variable);
    environment.push_back(nullptr);
    pid_t id = -1;
    if (auto const e =
            ::posix_spawn(&id, shell, files.get(), attributes.get(), arguments.data(), environment.data()))
        return cannot_start(shell, e);
    return child_process(id, std::move(output.read), std::move(complaint.read));
}

}  // namespace ddbsnap::net
