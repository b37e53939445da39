#include "cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

// Commands without a group are for those who know them; they complete and have their page all the same.
std::vector<CLI::App const*> commands_of(CLI::App const& app) {
    return app.get_subcommands([](CLI::App const*) { return true; });
}

std::string option_words(CLI::App const& app) {
    std::string words;
    for (auto const* option : app.get_options()) {
        for (auto const& name : option->get_lnames()) words += fmt::format(" --{}", name);
        for (auto const& name : option->get_snames()) words += fmt::format(" -{}", name);
    }
    return words;
}

std::string command_words(CLI::App const& app) {
    std::string words;
    for (auto const* command : commands_of(app)) words += " " + command->get_name();
    return words;
}

// What may follow a command: its options, its own commands and theirs.
std::string words_behind(CLI::App const& command) {
    auto words = command_words(command) + option_words(command);
    for (auto const* inner : commands_of(command)) words += words_behind(*inner);
    return words;
}

std::string bash_cases(CLI::App const& app) {
    std::string cases;
    for (auto const* command : commands_of(app))
        cases += fmt::format("            {}) words=\"$words{}\" ;;\n", command->get_name(),
                             words_behind(*command));
    return cases;
}

std::string for_bash(CLI::App const& app) {
    return fmt::format(R"(# bash completion of ddbsnap
_ddbsnap() {{
    local word command="" current=${{COMP_WORDS[COMP_CWORD]}} words="{}"
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case " {} " in *" $word "*) command=$word; break ;; esac
    done
    if [[ -z $command ]]; then
        words="$words{}"
    else
        case $command in
{}        esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    [[ ${{#COMPREPLY[@]}} -gt 0 ]] || mapfile -t COMPREPLY < <(compgen -f -- "$current")
}}
complete -o filenames -F _ddbsnap ddbsnap
)",
                       option_words(app), command_words(app), command_words(app), bash_cases(app));
}

std::string quoted(std::string text) {
    for (std::size_t at = 0; (at = text.find_first_of("'[]:", at)) != std::string::npos; ++at)
        if (text[at] == '\'')
            text.replace(at, 1, "’");
        else
            text[at] = text[at] == ':' ? ';' : ' ';
    return text;
}

std::string for_zsh(CLI::App const& app) {
    std::string entries;
    for (auto const* command : commands_of(app))
        entries += fmt::format("        '{}:{}'\n", command->get_name(), quoted(command->get_description()));
    std::string cases;
    for (auto const* command : commands_of(app))
        cases += fmt::format("        {}) compadd --{} ;;\n", command->get_name(), words_behind(*command));
    return fmt::format(R"(#compdef ddbsnap
_ddbsnap() {{
    local -a commands=(
{}    )
    local word
    for word in ${{words[2,CURRENT-1]}}; do
        case $word in
{}        *) continue ;;
        esac
        _files
        return
    done
    _describe command commands
    compadd --{}
}}
_ddbsnap "$@"
)",
                       entries, cases, option_words(app));
}

std::string fish_options(CLI::App const& app, std::string const& condition) {
    std::string lines;
    for (auto const* option : app.get_options()) {
        if (option->get_lnames().empty()) continue;
        lines += fmt::format("complete -c ddbsnap {}-l {} -d '{}'\n", condition, option->get_lnames().front(),
                             quoted(option->get_description()));
    }
    return lines;
}

std::string for_fish(CLI::App const& app) {
    std::string lines = "# fish completion of ddbsnap\n" + fish_options(app, "");
    for (auto const* command : commands_of(app)) {
        lines += fmt::format("complete -c ddbsnap -n __fish_use_subcommand -a {} -d '{}'\n",
                             command->get_name(), quoted(command->get_description()));
        auto const condition = fmt::format("-n '__fish_seen_subcommand_from {}' ", command->get_name());
        lines += fish_options(*command, condition);
        for (auto const* inner : commands_of(*command)) {
            lines += fmt::format("complete -c ddbsnap {}-a {} -d '{}'\n", condition, inner->get_name(),
                                 quoted(inner->get_description()));
            lines +=
                fish_options(*inner, fmt::format("-n '__fish_seen_subcommand_from {}' ", inner->get_name()));
        }
    }
    return lines;
}

int print_completion(CLI::App const& app, std::string const& shell) {
    fmt::print("{}", shell == "bash" ? for_bash(app) : shell == "zsh" ? for_zsh(app) : for_fish(app));
    return done;
}

}  // namespace

void add_completion(CLI::App& app, action& todo) {
    auto const shell = std::make_shared<std::string>();
    auto* command =
        app.add_subcommand("completion", "Print a shell's completions: source <(ddbsnap completion bash)");
    command->add_option("SHELL", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    command->callback(
        [&app, &todo, shell] { todo = [&app, shell] { return print_completion(app, *shell); }; });
}

}  // namespace ddbsnap::cli
