#include "cli/advice.hpp"
#include "cli/commands.hpp"
#include "one_file/built_in_services.hpp"

#include <CLI/CLI.hpp>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

using namespace ddbsnap::cli;

namespace {

int cannot_write(std::error_code why) {
    std::fprintf(stderr,
                 "ddbsnap: cannot write to standard output: %s; make room there, or write elsewhere\n",
                 why.message().c_str());
    return failed;
}

// A command has not done its work before its output is out.
int with_output_flushed(int code) {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
    return cannot_write({errno, std::generic_category()});
}

// What is not understood goes before what is missing: most often it was meant to be that.
std::string complaint(CLI::App const& app, CLI::ParseError const& e) {
    auto const unknown = app.remaining(true);
    bool const lacks_something = e.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
    if (!lacks_something || unknown.empty()) return one_line(e.what());
    return one_line(fmt::format("there is no command or option '{}'", unknown.front()));
}

int run(int argc, char** argv) {
    session s;
    action todo;
    CLI::App app;
    describe_application(app, s, todo);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& e) {
        if (e.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success))
            return with_output_flushed(app.exit(e));
        fmt::print(stderr, "ddbsnap: {}; see `ddbsnap --help`\n", complaint(app, e));
        return wrong_usage;
    }
    s.set_up_log();
    return with_output_flushed(todo());
}

// The kernel keeps from a container's first process what it has not asked for: an interrupt, while it reads
// its input.
void ask_for_signals_as_first_process() {
    if (::getpid() != 1) return;
    for (int const each : {SIGINT, SIGTERM, SIGHUP})
        std::signal(each, [](int number) { ::_exit(128 + number); });
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of the write, told like any other
    std::signal(SIGCHLD,
                SIG_DFL);  // ignored, as a parent may leave it, it swallows exit codes of credential_process
    ask_for_signals_as_first_process();
    one_file::keep_to_built_in_services();
    try {
        return run(argc, argv);
    } catch (std::system_error const& e) {
        return cannot_write(e.code());  // thrown by {fmt} alone: nothing else here throws for the outside
    } catch (std::exception const& e) {
        std::fprintf(stderr, "ddbsnap: internal error: %s\n", e.what());
        return failed;
    }
}
