#include "cli/commands.hpp"
#include "cli/directory_saver.hpp"
#include "cli/duration_option.hpp"
#include "cli/output.hpp"
#include "cli/same_store.hpp"
#include "cli/watch_report.hpp"
#include "snapshot/store_uri.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

struct watch_arguments {
    std::string directory;
    std::string spool_dir;
    std::string quiet_time = "50ms";
    std::string max_wait = "1s";
    std::string grace = "10s";
    bool once = false;
};

result<std::chrono::milliseconds> duration_of(char const* option, std::string const& text) {
    if (auto const length = parse_short_duration(text)) return *length;
    return failure(errc::invalid_argument, fmt::format("{} \"{}\" cannot be used", option, text),
                   "give a duration such as 250ms, 45s or 5m");
}

// What is saved into the watched directory would be saved again, and so on.
result<void> check_target(session const& s, store_uri const& uri, watch_arguments const& o) {
    if (uri.what != store_uri::kind::file) return {};
    auto const target = std::filesystem::path(uri.place) / s.options.series;
    if (!is_same_directory(target, o.directory)) return {};
    return failure(errc::invalid_argument, fmt::format("{} is the store itself", o.directory),
                   "name another store with --store or DDBSNAP_STORE, such as dynamodb:Snapshots2");
}

result<watch_settings> settings_of(session const& s, watch_arguments const& o) {
    auto const uri = parse_store_uri(s.store_uri());
    if (!uri) return uri.error();
    if (auto ok = check_target(s, *uri, o); !ok) return std::move(ok).error();
    if (auto ok = check_series_name(s.options.series); !ok) return std::move(ok).error();
    watch_settings w;
    for (auto const& [option, text, to] : {std::tuple{"--quiet-time", &o.quiet_time, &w.writer.quiet},
                                           std::tuple{"--max-wait", &o.max_wait, &w.writer.max_wait},
                                           std::tuple{"--grace", &o.grace, &w.grace}}) {
        auto const length = duration_of(option, *text);
        if (!length) return length.error();
        *to = *length;
    }
    w.directory = o.directory;
    w.series = s.options.series;
    w.has_plugin_names = uri->what == store_uri::kind::dynamodb && w.series.empty();
    w.once = o.once;
    w.writer.spool_dir = o.spool_dir;
    w.writer.log = s.outside.log;
    return w;
}

// A reader that has gone away does not end the saving: main() tells of it in the end.
void print_line(std::string const& json) {
    std::fputs((json + "\n").c_str(), stdout);
    std::fflush(stdout);
}

void tell_end(session const& s, save_report const& r) {
    if (s.options.json) print_line(to_json(r));
    bool const is_loss = r.outcome == save_outcome::failed || r.outcome == save_outcome::spooled;
    if (is_loss)
        s.warn(describe(r));
    else if (r.outcome == save_outcome::stored || s.options.verbose)
        s.say(describe(r));
}

// Nobody may be there to read any more, for which {fmt} throws.
template <class F>
auto silenced(F f) {
    return [f](auto const& what) {
        try {
            f(what);
        } catch (std::exception const&) {
        }
    };
}

watch_voice voice_of(session const& s) {
    watch_voice v;
    v.say = silenced([&s](std::string const& line) { s.say(line); });
    v.complain = silenced([&s](failure const& f) { s.report(f); });
    v.ended = silenced([&s](save_report const& r) { tell_end(s, r); });
    return v;
}

int conclude(session const& s, watch_outcome const& outcome, watch_arguments const& o) {
    if (outcome.left != 0)
        s.warn(
            fmt::format("{} of {} are not stored yet; the next start saves them", outcome.left, o.directory));
    if (outcome.stopped_by) return s.report(*outcome.stopped_by);
    if (!outcome.has_asked)
        s.warn(fmt::format("the store was not reached: what is new in {} is saved at the next start",
                           o.directory));
    bool const is_all_stored = outcome.has_asked && outcome.not_stored.empty() && outcome.left == 0;
    // What failed long ago has been told of, and something newer has most likely been stored since.
    return is_all_stored && !(o.once && outcome.failed != 0) ? done : failed;
}

int watch(session& s, watch_arguments const& o) {
    auto settings = settings_of(s, o);
    if (!settings) return s.report(settings.error());
    if (settings->once && settings->grace.count() == 0)
        return s.report(failure(errc::invalid_argument, "--grace cannot be 0 with --once"));
    auto store = s.open();
    if (!store) return s.report(store.error());
    directory_saver saver(s.loop.get_executor(), std::move(*store), std::move(*settings), voice_of(s));
    auto const outcome = s.run(saver.run());
    if (!outcome) return s.report(outcome.error());
    return conclude(s, *outcome, o);
}

}  // namespace

void add_watch(CLI::App& app, session& s, action& todo) {
    auto const o = std::make_shared<watch_arguments>();
    auto* command = app.add_subcommand(
        "watch", "Save each snapshot that TorchServe writes into DIR, until it is told to end");
    command->add_option("DIR", o->directory, "TorchServe's logs/config; it need not be there yet")
        ->required();
    command->add_flag("--once", o->once, "save what the store has missed, and end");
    command
        ->add_option("--spool-dir", o->spool_dir,
                     "keep the newest snapshot that is not stored there, for the next start")
        ->type_name("DIR");
    auto const duration = [&](char const* name, std::string& to, char const* help) {
        command->add_option(name, to, help)->capture_default_str()->type_name("DURATION");
    };
    duration("--quiet-time", o->quiet_time, "store it when nothing newer came for so long");
    duration("--max-wait", o->max_wait, "and no later than this");
    duration("--grace", o->grace, "how long to go on storing after SIGINT or SIGTERM; with --once for each");
    command->callback([&s, &todo, o] { todo = [&s, o] { return watch(s, *o); }; });
}

}  // namespace ddbsnap::cli
