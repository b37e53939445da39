#include "cli/mfa_prompt.hpp"

#include "core/ascii.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <termios.h>
#include <unistd.h>

namespace ddbsnap::cli {
namespace {

/// Keeps what is typed off the screen.
class echo_off {
   public:
    explicit echo_off(int terminal) : terminal_(terminal) {
        if (tcgetattr(terminal_, &before_) != 0) return;
        auto silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        is_off_ = tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
    }
    echo_off(echo_off const&) = delete;
    echo_off& operator=(echo_off const&) = delete;
    ~echo_off() {
        if (is_off_) tcsetattr(terminal_, TCSAFLUSH, &before_);
    }

   private:
    int terminal_;
    termios before_{};
    bool is_off_ = false;
};

struct close_file {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

result<secret_string> ask(std::string const& device) {
    std::unique_ptr<std::FILE, close_file> const terminal(std::fopen("/dev/tty", "r+"));
    if (!terminal)
        return failure(errc::credentials_failed, "there is no terminal on which to ask for an MFA code");
    fmt::print(terminal.get(), "MFA code for {}: ", device);
    std::fflush(terminal.get());
    char line[64] = {};
    echo_off const silent(fileno(terminal.get()));
    bool const has_answer = std::fgets(line, sizeof line, terminal.get()) != nullptr;
    fmt::print(terminal.get(), "\n");
    if (!has_answer) return failure(errc::credentials_failed, "no MFA code was given");
    return secret_string(trim(line));
}

}  // namespace

std::function<result<secret_string>(std::string const& device)> mfa_prompt() {
    if (!isatty(STDERR_FILENO)) return nullptr;
    return ask;
}

}  // namespace ddbsnap::cli
