#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "core/time_text.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

struct output_options {
    std::string name;
    std::string file = "-";
    std::size_t limit = 20;
};

int print_body(session& s, result<snapshot> const& found, std::string const& file) {
    if (!found) return s.report(found.error());
    if (auto written = write_output(file, found->body); !written) return s.report(written.error());
    if (file != "-")
        s.say(fmt::format("{}, created {}, {} to {}", found->name, format_iso8601(found->created),
                          format_size(found->body.size()), file));
    return done;
}

int last(session& s, output_options const& o) {
    auto store = s.open();
    if (!store) return s.report(store.error());
    return print_body(s, s.run((*store)->last(s.options.series)), o.file);
}

int show(session& s, output_options const& o) {
    auto store = s.open();
    if (!store) return s.report(store.error());
    return print_body(s, s.run((*store)->get(s.options.series, o.name)), o.file);
}

std::vector<std::string> row_of(snapshot_info const& i) {
    return {i.name, format_iso8601(i.created), i.size ? format_size(*i.size) : "?",
            i.expires ? format_iso8601(*i.expires) : "-"};
}

int list(session& s, output_options const& o) {
    auto store = s.open();
    if (!store) return s.report(store.error());
    auto const found = s.run((*store)->list(s.options.series, o.limit));
    if (!found) return s.report(found.error());
    if (s.options.json) {
        fmt::print("{}\n", to_json(*found));
        return done;
    }
    std::vector<std::vector<std::string>> rows;
    for (auto const& i : *found) rows.push_back(row_of(i));
    if (rows.empty())
        s.say("no snapshots in " + (*store)->describe());
    else
        fmt::print("{}", format_table({"NAME", "CREATED", "SIZE", "EXPIRES"}, rows));
    return done;
}

}  // namespace

void add_last(CLI::App& app, session& s, action& todo) {
    auto const o = std::make_shared<output_options>();
    auto* command = app.add_subcommand("last", "The newest snapshot's body; exit code 3 when there is none");
    command
        ->add_option("-o,--output", o->file, "write it there, whole or not at all; default: standard output")
        ->type_name("FILE");
    command->callback([&s, &todo, o] { todo = [&s, o] { return last(s, *o); }; });
}

void add_show(CLI::App& app, session& s, action& todo) {
    auto const o = std::make_shared<output_options>();
    auto* command = app.add_subcommand("show", "The body of the snapshot of that name");
    command->add_option("NAME", o->name, "as `ddbsnap list` prints it")->required();
    command->add_option("-o,--output", o->file, "write it there; default: standard output")
        ->type_name("FILE");
    command->callback([&s, &todo, o] { todo = [&s, o] { return show(s, *o); }; });
}

void add_list(CLI::App& app, session& s, action& todo) {
    auto const o = std::make_shared<output_options>();
    auto* command = app.add_subcommand("list", "Snapshots, newest first");
    command->add_option("-n,--limit", o->limit, "at most so many")
        ->capture_default_str()
        ->check(CLI::PositiveNumber)
        ->type_name("N");
    command->callback([&s, &todo, o] { todo = [&s, o] { return list(s, *o); }; });
}

}  // namespace ddbsnap::cli
