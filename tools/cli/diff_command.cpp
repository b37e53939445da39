#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "core/time_text.hpp"

#include <CLI/CLI.hpp>
#include <dtl/dtl.hpp>

#include <algorithm>
#include <fmt/format.h>
#include <sstream>

namespace ddbsnap::cli {
namespace {

struct diff_options {
    std::string a;
    std::string b;
};

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::string coloured(std::string const& unified) {
    std::string out;
    for (auto const& line : lines_of(unified)) {
        std::string_view const colour = line.starts_with('+')    ? "\033[32m"
                                        : line.starts_with('-')  ? "\033[31m"
                                        : line.starts_with("@@") ? "\033[36m"
                                                                 : "";
        out += colour.empty() ? line + '\n' : fmt::format("{}{}\033[0m\n", colour, line);
    }
    return out;
}

std::string heading(char const* mark, snapshot const& s) {
    return fmt::format("{} {}\t{}\n", mark, s.name, format_iso8601(s.created));
}

std::string unified_diff(snapshot const& before, snapshot const& after) {
    if (before.body == after.body) return {};
    if (before.kind == body_kind::binary || after.kind == body_kind::binary)
        return fmt::format("Binary snapshots {} and {} differ\n", before.name, after.name);
    auto const a = lines_of(before.body), b = lines_of(after.body);
    dtl::Diff<std::string> diff(a, b);
    diff.onHuge();
    diff.compose();
    diff.composeUnifiedHunks();
    std::ostringstream out;
    diff.printUnifiedFormat(out);
    auto hunks = out.str();
    if (hunks.empty()) hunks = "(only the ends of lines differ)\n";
    return heading("---", before) + heading("+++", after) + hunks;
}

// Both names, or the newest snapshots in place of what was not named: [last but one, last].
result<std::pair<std::string, std::string>> choose(session& s, snapshot_store& store, diff_options const& o) {
    if (!o.b.empty()) return std::pair{o.a, o.b};
    auto found = s.run(store.list(s.options.series, 2));
    if (!found) return std::move(found).error();
    std::size_t const needed = o.a.empty() ? 2 : 1;
    if (found->size() < needed)
        return failure(errc::not_found, fmt::format("there are {} snapshots in {}, and a diff takes two",
                                                    found->size(), store.describe()));
    return std::pair{o.a.empty() ? (*found)[1].name : o.a, (*found)[0].name};
}

int diff(session& s, diff_options const& o) {
    auto store = s.open();
    if (!store) return s.report(store.error());
    auto const names = choose(s, **store, o);
    if (!names) return s.report(names.error());
    auto const before = s.run((*store)->get(s.options.series, names->first));
    if (!before) return s.report(before.error());
    auto const after = s.run((*store)->get(s.options.series, names->second));
    if (!after) return s.report(after.error());
    auto const text = unified_diff(*before, *after);
    fmt::print("{}", has_colour() ? coloured(text) : text);
    return done;
}

}  // namespace

void add_diff(CLI::App& app, session& s, action& todo) {
    auto const o = std::make_shared<diff_options>();
    auto* command = app.add_subcommand("diff", "Unified diff of two snapshots, by default of the last two");
    command->add_option("A", o->a, "older one; default: the last but one");
    command->add_option("B", o->b, "newer one; default: the last");
    command->callback([&s, &todo, o] { todo = [&s, o] { return diff(s, *o); }; });
}

}  // namespace ddbsnap::cli
