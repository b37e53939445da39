#include "cli/mfa_prompt.hpp"

#include "core/ascii.hpp"
#include "core/excerpt.hpp"

#include <chrono>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <string_view>
#include <termios.h>
#include <unistd.h>

namespace ddbsnap::cli {
namespace {

/// The terminal of this process, with nothing shown of what is typed.
class silent_terminal {
   public:
    silent_terminal() : file_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
        if (file_ < 0 || tcgetattr(file_, &before_) != 0) return;
        auto silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        is_silent_ = tcsetattr(file_, TCSAFLUSH, &silent) == 0;
    }
    silent_terminal(silent_terminal const&) = delete;
    silent_terminal& operator=(silent_terminal const&) = delete;
    ~silent_terminal() {
        if (is_silent_) tcsetattr(file_, TCSAFLUSH, &before_);
        if (file_ >= 0) ::close(file_);
    }

    bool is_usable() const { return is_silent_; }

    void say(std::string_view text) {
        if (::write(file_, text.data(), text.size()) < 0) return;  // then there is nobody to answer either
    }

    /// Nothing as long as no line has been typed.
    bool has_line() {
        pollfd waiting{file_, POLLIN, 0};
        return ::poll(&waiting, 1, 100) == 1;
    }

    secret_string line() {
        char typed[64] = {};
        auto const n = ::read(file_, typed, sizeof typed);
        return secret_string(n > 0 ? trim({typed, static_cast<std::size_t>(n)}) : std::string_view());
    }

   private:
    int file_;
    termios before_{};
    bool is_silent_ = false;
};

result<secret_string> ask(std::string const& device, std::atomic<bool> const& interrupted) {
    silent_terminal terminal;
    if (!terminal.is_usable())
        return failure(errc::credentials_failed, "there is no terminal on which to ask for an MFA code");
    terminal.say(fmt::format("MFA code for {}: ", excerpt(device)));
    auto const until = std::chrono::steady_clock::now() + std::chrono::minutes(2);
    bool is_there = false;
    while (!is_there && !interrupted && std::chrono::steady_clock::now() < until)
        is_there = terminal.has_line();
    terminal.say("\n");
    if (interrupted) return failure(errc::operation_aborted, "interrupted");
    if (!is_there) return failure(errc::timeout, "no MFA code was given within two minutes");
    auto code = terminal.line();
    if (code.empty()) return failure(errc::credentials_failed, "no MFA code was given");
    return code;
}

}  // namespace

std::function<result<secret_string>(std::string const& device)> mfa_prompt(
    std::atomic<bool> const& interrupted) {
    if (!isatty(STDERR_FILENO)) return nullptr;
    return [&interrupted](std::string const& device) { return ask(device, interrupted); };
}

}  // namespace ddbsnap::cli
