#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "core/time_text.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

struct prune_options {
    std::optional<std::size_t> keep;
    std::optional<std::string> older_than;  // an empty value is a mistake, not the same as none
    bool orphans = false;
    bool dry_run = false;
};

int prune(session& s, prune_options const& o) {
    retention rule;
    rule.keep = o.keep;
    rule.orphans = o.orphans;
    rule.dry_run = o.dry_run;
    if (o.older_than) {
        rule.older_than = parse_duration(*o.older_than);
        if (!rule.older_than)
            return s.report(failure(errc::invalid_argument,
                                    fmt::format("--older-than \"{}\" cannot be used", *o.older_than),
                                    "give a duration such as 30d, 12h, 90m or 45s"));
    }
    auto store = s.open();
    if (!store) return s.report(store.error());
    result<std::vector<snapshot_info>> removed;
    {
        progress_bar bar(s.options.quiet);
        rule.progress = [&bar](std::size_t n, std::size_t total) { bar.show(n, total); };
        removed = s.run((*store)->prune(s.options.series, rule));
    }
    if (!removed) return s.report(removed.error());
    if (s.options.json)
        fmt::print("{}\n", to_json(*removed));
    else
        for (auto const& i : *removed) fmt::print("{}\n", i.name);
    s.say(fmt::format("{} {}{} of {}", o.dry_run ? "would remove" : "removed", removed->size(),
                      o.orphans ? " left behind by interrupted saves" : "", (*store)->describe()));
    return done;
}

}  // namespace

void add_prune(CLI::App& app, session& s, action& todo) {
    auto const o = std::make_shared<prune_options>();
    auto* command =
        app.add_subcommand("prune", "Remove old snapshots, never the newest; prints what was removed");
    auto* keep = command->add_option("--keep", o->keep, "keep the newest N");
    keep->check(CLI::PositiveNumber)->type_name("N");
    auto* older_than = command->add_option("--older-than", o->older_than,
                                           "remove only what is older than 30d, 12h, 90m, 45s");
    older_than->type_name("DURATION");
    command
        ->add_flag("--orphans", o->orphans,
                   "instead, remove what saves left behind that were interrupted more than an hour ago")
        ->excludes(keep)
        ->excludes(older_than);
    command->add_flag("--dry-run", o->dry_run, "only print what would be removed");
    command->callback([&s, &todo, o] { todo = [&s, o] { return prune(s, *o); }; });
}

}  // namespace ddbsnap::cli
