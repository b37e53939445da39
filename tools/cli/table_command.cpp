#include "aws/json_writer.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "snapshot/dynamodb_store.hpp"
#include "snapshot/store_uri.hpp"

#include <ddbsnap/dynamodb_client.hpp>

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

struct table_options {
    bool on_demand = false;
    bool ttl = false;
    bool yes = false;
};

/// The table that is meant, and a client for it.
struct opened_table {
    std::string name;
    dynamodb_client client;
};

result<opened_table> open_table(session& s) {
    auto text = s.store_uri();
    // A table command without a store means the documented table.
    if (text.starts_with("file:") && s.options.store.empty())
        text = fmt::format("dynamodb:{}", documented_table);
    auto const uri = parse_store_uri(text);
    if (!uri) return failure(uri.error());
    if (uri->what != store_uri::kind::dynamodb)
        return failure(errc::invalid_argument, fmt::format("{} is not a table", text),
                       "use --store dynamodb:TABLE");
    auto config = load_config_for(*uri, s.outside, s.aws_overrides());
    if (!config) return std::move(config).error();
    client_options options;
    options.outside = s.outside;
    options.config = std::move(*config);
    auto client = dynamodb_client::open(s.loop.get_executor(), std::move(options));
    if (!client) return std::move(client).error();
    return opened_table{uri->place, std::move(*client)};
}

void print_text(table_description const& t) {
    auto const units = [&](throughput const& p) {
        return t.billing == billing_mode::pay_per_request
                   ? std::string("on demand")
                   : fmt::format("{} read, {} write units", p.read_units, p.write_units);
    };
    fmt::print("table     {}  {}  {}\n", t.name, t.status, units(t.provisioned));
    for (auto const& i : t.global_indexes)
        fmt::print("index     {}  {}  projects {}  {}\n", i.name, i.status, i.projection,
                   units(i.provisioned));
    fmt::print("items     {}, {} (as DynamoDB last counted)\n", t.item_count,
               format_size(static_cast<std::uint64_t>(t.size_bytes)));
    if (!t.arn.empty()) fmt::print("arn       {}\n", t.arn);
}

void print_json(table_description const& t) {
    std::string text;
    aws::json_writer out(text);
    out.begin_object();
    out.member("table", t.name);
    out.member("status", t.status);
    out.member("arn", t.arn);
    out.member("billing", t.billing == billing_mode::pay_per_request ? "PAY_PER_REQUEST" : "PROVISIONED");
    out.member("readUnits", t.provisioned.read_units);
    out.member("writeUnits", t.provisioned.write_units);
    out.member("items", t.item_count);
    out.member("bytes", t.size_bytes);
    out.key("indexes");
    out.begin_array();
    for (auto const& i : t.global_indexes) {
        out.begin_object();
        out.member("name", i.name);
        out.member("status", i.status);
        out.end_object();
    }
    out.end_array();
    out.end_object();
    fmt::print("{}\n", text);
}

int create(session& s, table_options const& o) {
    auto table = open_table(s);
    if (!table) return s.report(table.error());
    auto const billing = o.on_demand ? billing_mode::pay_per_request : billing_mode::provisioned;
    auto created = s.run(table->client.create_table(snapshot_table(table->name, billing)));
    bool const existed = !created && created.error().code() == service_errc::resource_in_use;
    if (!created && !existed) return s.report(created.error());
    s.say(fmt::format("table {} {}; waiting until it is ACTIVE", table->name,
                      existed ? "exists" : "is being created"));
    auto const active = s.run(table->client.wait_until_active(table->name, std::chrono::minutes(5)));
    if (!active) return s.report(active.error());
    if (auto fits = check_snapshot_table(*active); !fits) return s.report(fits.error());
    if (o.ttl) {
        auto current = s.run(table->client.describe_time_to_live(table->name));
        if (!current) return s.report(current.error());
        bool const is_on = current->attribute == expiry_attribute && current->status.starts_with("ENABL");
        if (!is_on) {
            auto set = s.run(table->client.update_time_to_live(table->name, expiry_attribute, true));
            if (!set) return s.report(set.error());
        }
    }
    s.say(fmt::format("table {} is ready at {}", table->name, table->client.endpoint()));
    return done;
}

int describe(session& s) {
    auto table = open_table(s);
    if (!table) return s.report(table.error());
    auto const found = s.run(table->client.describe_table(table->name));
    if (!found)
        return s.report(explain_table_failure(found.error(), table->name, table->client.signing_region()));
    s.options.json ? print_json(*found) : print_text(*found);
    if (auto fits = check_snapshot_table(*found); !fits) return s.report(fits.error());
    return done;
}

int remove(session& s, table_options const& o) {
    auto table = open_table(s);
    if (!table) return s.report(table.error());
    if (!o.yes)
        return s.report(
            failure(errc::invalid_argument,
                    fmt::format("this removes table {} with every snapshot in it, for good", table->name),
                    "say --yes if that is meant"));
    auto gone = s.run(table->client.delete_table(table->name));
    if (!gone)
        return s.report(explain_table_failure(gone.error(), table->name, table->client.signing_region()));
    s.say(fmt::format("table {} is being removed", table->name));
    return done;
}

}  // namespace

void add_table(CLI::App& app, session& s, action& todo) {
    auto const o = std::make_shared<table_options>();
    auto* command = app.add_subcommand("table", "Create, describe or delete the table; default: Snapshots2");
    command->require_subcommand(1);
    command->fallthrough();
    auto* creating =
        command->add_subcommand("create", "Create the documented table and wait until it is ACTIVE");
    creating->add_flag("--on-demand", o->on_demand, "pay per request; default: 10 read and 5 write units");
    creating->add_flag("--ttl", o->ttl, "let DynamoDB remove snapshots saved with --ttl");
    creating->callback([&s, &todo, o] { todo = [&s, o] { return create(s, *o); }; });
    auto* describing = command->add_subcommand("describe", "Status, size and whether snapshots fit in");
    describing->callback([&s, &todo] { todo = [&s] { return describe(s); }; });
    auto* deleting = command->add_subcommand("delete", "Delete the table and all in it");
    deleting->add_flag("--yes", o->yes, "really");
    deleting->callback([&s, &todo, o] { todo = [&s, o] { return remove(s, *o); }; });
}

}  // namespace ddbsnap::cli
