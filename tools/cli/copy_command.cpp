#include "cli/advice.hpp"
#include "cli/commands.hpp"
#include "cli/copy_report.hpp"
#include "cli/copy_series.hpp"
#include "cli/output.hpp"
#include "cli/same_store.hpp"
#include "snapshot/snapshot_directory.hpp"
#include "snapshot/store_uri.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

struct copy_arguments {
    std::string from;
    std::string to;
    std::optional<std::size_t> limit;
    bool no_verify = false;
    bool dry_run = false;
};

// Months of a table's index that are looked at, both ways: more than there have been snapshots.
constexpr int months_of_a_copy = 10 * 12;

struct opened_pair {
    std::unique_ptr<snapshot_store> from;
    std::unique_ptr<snapshot_store> to;
    copy_route route;
};

copy_route::kind kind_of(store_uri const& uri) {
    return uri.what == store_uri::kind::file ? copy_route::kind::file : copy_route::kind::table;
}

result<opened_pair> open_pair(session& s, copy_arguments const& o, std::size_t& unreadable) {
    auto const from_uri = parse_store_uri(o.from);
    if (!from_uri) return failure(from_uri.error());
    auto const to_uri = parse_store_uri(o.to);
    if (!to_uri) return failure(to_uri.error());
    auto options = s.options_for_store();
    options.lookback_months = months_of_a_copy;
    auto zone = load_time_zone(options.time_zone, options.outside);
    if (!zone) return std::move(zone).error();
    auto to = open_store(s.loop.get_executor(), o.to, options);
    if (!to) return std::move(to).error();
    options.warn = [&unreadable, say = options.warn](std::string const& what) {
        if (what.find(not_a_snapshot) == std::string::npos) ++unreadable;
        say(what);
    };
    auto from = open_store(s.loop.get_executor(), o.from, options);
    if (!from) return std::move(from).error();
    bool const are_files = from_uri->what == store_uri::kind::file;
    if (is_same_place(*from_uri, *to_uri) && (are_files || (*from)->describe() == (*to)->describe()))
        return failure(errc::invalid_argument, fmt::format("{} and {} are the same store", o.from, o.to),
                       "name another one to copy to");
    copy_route route(kind_of(*from_uri), kind_of(*to_uri), s.options.series, std::move(*zone));
    return opened_pair{std::move(*from), std::move(*to), std::move(route)};
}

void print(session const& s, copy_outcome const& outcome, copy_facts const& facts) {
    if (s.options.json)
        fmt::print("{}\n", to_json(outcome, facts));
    else
        for (auto const& i : outcome.copied) fmt::print("{}\n", i.name);
}

int conclude(session const& s, copy_outcome const& outcome, copy_facts const& facts) {
    print(s, outcome, facts);
    for (auto const& one : outcome.failed) {
        auto f = one.why;
        s.report(f.add_context(fmt::format("not copied: {}", one.snapshot.name)));
    }
    if (outcome.without_expiry != 0)
        s.say(fmt::format("warning: {} of them would expire in the table; as files they do not",
                          outcome.without_expiry));
    if (outcome.stopped_by) {
        auto f = *outcome.stopped_by;
        f.suggest(advice_for(f.code()));
        f.add_context(fmt::format("stopped after {} of {}", outcome.done(), outcome.total));
        s.report(f);
        s.say(fmt::format("{}; the same command goes on from there", describe(outcome, facts)));
        return failed;
    }
    if (outcome.total + facts.unreadable == 0)
        return s.report(failure(errc::not_found, "no snapshots in " + facts.from));
    s.say(describe(outcome, facts));
    return outcome.failed.empty() && facts.unreadable == 0 ? done : failed;
}

int copy(session& s, copy_arguments const& o) {
    std::size_t unreadable = 0;
    auto stores = open_pair(s, o, unreadable);
    if (!stores) return s.report(stores.error());
    copy_options options;
    options.series = s.options.series;
    if (o.limit) options.limit = *o.limit;
    options.verify = !o.no_verify;
    options.dry_run = o.dry_run;
    options.now = s.outside.now;
    result<copy_outcome> outcome;
    {
        progress_bar bar(s.options.quiet);
        options.progress = [&bar](std::size_t n, std::size_t total) { bar.show(n, total); };
        outcome = s.run(copy_series(*stores->from, *stores->to, stores->route, std::move(options)));
    }
    if (!outcome) return s.report(outcome.error());
    copy_facts const facts{s.options.series, stores->from->describe(), stores->to->describe(), o.dry_run,
                           unreadable};
    return conclude(s, *outcome, facts);
}

}  // namespace

void add_copy(CLI::App& app, session& s, action& todo) {
    auto const o = std::make_shared<copy_arguments>();
    auto* command = app.add_subcommand(
        "copy", "Copy a series from one store to another, going on where it was; prints what was copied");
    command->add_option("FROM", o->from, "store URI")->required();
    command->add_option("TO", o->to, "store URI")->required();
    command->add_option("-n,--limit", o->limit, "only the newest N")
        ->check(CLI::PositiveNumber)
        ->type_name("N");
    command->add_flag("--no-verify", o->no_verify, "do not read back and compare what was saved");
    command->add_flag("--dry-run", o->dry_run, "only print what would be copied");
    command->callback([&s, &todo, o] { todo = [&s, o] { return copy(s, *o); }; });
}

}  // namespace ddbsnap::cli
