#include "cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

// What roff would take for its own: a backslash, a dash that is to stay one, a dot or quote that begins a
// line.
std::string roff(std::string const& text) {
    std::string out;
    bool at_line_start = true;
    for (char c : text) {
        if (at_line_start && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
        at_line_start = c == '\n';
    }
    return out;
}

std::string options_of(CLI::App const& app) {
    std::string text;
    for (auto const* option : app.get_options()) {
        if (option->get_group().empty()) continue;
        auto const name = option->get_positional() ? option->get_name(true) : option->get_name(false, true);
        bool const takes_value = !option->get_positional() && option->get_type_size() > 0;
        auto const value = takes_value ? " \\fI" + roff(option->get_type_name()) + "\\fR" : "";
        text += fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", roff(name), value, roff(option->get_description()));
    }
    return text;
}

std::string command_section(CLI::App const& command, std::string const& prefix) {
    auto const name = prefix + command.get_name();
    auto text =
        fmt::format(".SS {}\n{}\n{}", roff(name), roff(command.get_description()), options_of(command));
    for (auto const* inner : command.get_subcommands([](CLI::App const*) { return true; }))
        text += command_section(*inner, name + " ");
    return text;
}

int print_manual(CLI::App const& app) {
    std::string commands;
    for (auto const* command : app.get_subcommands([](CLI::App const*) { return true; }))
        commands += command_section(*command, "");
    fmt::print(R"(.TH DDBSNAP 1 "" "ddbsnap {}" "User Commands"
.SH NAME
ddbsnap \- keep a server's snapshots in Amazon DynamoDB
.SH SYNOPSIS
.B ddbsnap
[\fIOPTIONS\fR] \fICOMMAND\fR [\fIARGUMENTS\fR]
.SH DESCRIPTION
.nf
{}
.fi
.SH OPTIONS
{}.SH COMMANDS
{}.SH NOTES
.nf
{}
.fi
)",
               DDBSNAP_VERSION, roff(app.get_description()), options_of(app), commands,
               roff(app.get_footer()));
    return done;
}

}  // namespace

void add_manual(CLI::App& app, action& todo) {
    auto* command = app.add_subcommand("man", "Print the manual page: ddbsnap man | man -l -");
    command->callback([&app, &todo] { todo = [&app] { return print_manual(app); }; });
}

}  // namespace ddbsnap::cli
