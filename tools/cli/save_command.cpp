#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "core/time_text.hpp"
#include "core/utf8.hpp"
#include "snapshot/torchserve_names.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

struct save_options {
    std::string file = "-";
    // An empty value is a mistake, most often of a script's variable, and not the same as none.
    std::optional<std::string> name;
    std::optional<std::string> created;
    std::optional<std::string> ttl;
    bool binary = false;
};

failure unusable(std::string_view option, std::string_view value, std::string_view form) {
    return failure(errc::invalid_argument, fmt::format("{} \"{}\" cannot be used", option, value),
                   fmt::format("give {}", form));
}

// A snapshot of TorchServe goes into a table under the name that its plugin would give it.
std::string name_for(session const& s, save_options const& o, std::string const& body) {
    if (o.name) return *o.name;
    bool const into_table = s.store_uri().starts_with("dynamodb:");
    if (into_table && s.options.series.empty())
        if (auto name = item_name_for_body(body)) return std::move(*name);
    return o.file == "-" ? "" : std::filesystem::path(o.file).filename().string();
}

result<save_request> make_request(session const& s, save_options const& o) {
    save_request r;
    if (o.name)
        if (auto fits = check_snapshot_name(*o.name); !fits) return std::move(fits).error();
    auto body = read_input(o.file);
    if (!body) return std::move(body).error();
    r.series = s.options.series;
    r.name = name_for(s, o, *body);
    r.body = std::move(*body);
    r.kind = o.binary ? body_kind::binary : body_kind::text;
    if (!o.binary && !is_utf8(r.body))
        return failure(errc::invalid_argument,
                       fmt::format("{} is not UTF-8 text", o.file == "-" ? "standard input" : o.file),
                       "save it with --binary");
    if (o.created) {
        r.created = parse_iso8601(*o.created);
        if (!r.created) return unusable("--created", *o.created, "a time such as 2026-11-23T10:45:55.123Z");
    }
    if (o.ttl) {
        r.ttl = parse_duration(*o.ttl);
        if (!r.ttl) return unusable("--ttl", *o.ttl, "a duration such as 30d, 12h, 90m or 45s");
    }
    return r;
}

int save(session& s, save_options const& o) {
    auto request = make_request(s, o);
    if (!request) return s.report(request.error());
    auto store = s.open();
    if (!store) return s.report(store.error());
    auto saved = s.run((*store)->save(std::move(*request)));
    if (!saved) return s.report(saved.error());
    fmt::print("{}\n", s.options.json ? to_json(*saved) : saved->name);
    s.say(fmt::format("saved {} ({}) to {}", saved->name, format_size(saved->size.value_or(0)),
                      (*store)->describe()));
    return done;
}

}  // namespace

void add_save(CLI::App& app, session& s, action& todo) {
    auto const o = std::make_shared<save_options>();
    auto* command = app.add_subcommand("save", "Save FILE or standard input; prints the snapshot's name");
    command->add_option("FILE", o->file, "what to save; - or nothing: standard input");
    command
        ->add_option("--name", o->name,
                     "default: TorchServe's name for its snapshots, else FILE's, else one of the time")
        ->type_name("NAME");
    command->add_option("--created", o->created, "its time, as 2026-11-23T10:45:55.123Z; default: now")
        ->type_name("TIME");
    command->add_option("--ttl", o->ttl, "let it expire after 30d, 12h, 90m, 45s (tables only)")
        ->type_name("DURATION");
    command->add_flag("--binary", o->binary, "the body is not text");
    command->callback([&s, &todo, o] { todo = [&s, o] { return save(s, *o); }; });
}

}  // namespace ddbsnap::cli
