#include <csignal>
#include <cstdio>
#include <exception>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/commands.hpp"

using namespace ddbsnap::cli;

namespace {

int run(int argc, char** argv) {
    session s;
    action todo;
    CLI::App app;
    describe_application(app, s, todo);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& e) {
        if (e.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return app.exit(e);
        fmt::print(stderr, "ddbsnap: {}; see `ddbsnap --help`\n", e.what());
        return wrong_usage;
    }
    s.set_up_log();
    int const code = todo();
    if (std::fflush(stdout) != 0) {
        fmt::print(stderr, "ddbsnap: cannot write to standard output\n");
        return failed;
    }
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of the write, told like any other
    try {
        return run(argc, argv);
    } catch (std::exception const& e) {
        std::fprintf(stderr, "ddbsnap: internal error: %s\n", e.what());
        return failed;
    }
}
