#include "cli/commands.hpp"

#include <CLI/CLI.hpp>

namespace ddbsnap::cli {
namespace {

constexpr char const* purpose =
    "Keeps a server's snapshots in Amazon DynamoDB, or in files.\n\n"
    "  ddbsnap --store dynamodb:Snapshots2 table create\n"
    "  ddbsnap --store dynamodb:Snapshots2 save config.properties\n"
    "  ddbsnap --store dynamodb:Snapshots2 last -o config.properties\n";

constexpr char const* closing =
    "\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 nothing there.\n"
    "Without --store and DDBSNAP_STORE, snapshots are files in $LOG_LOCATION/config (logs/config), as "
    "TorchServe's own.\n"
    "Credentials and region come from the AWS variables and files; `ddbsnap doctor` says what is missing.\n";

void add_global_options(CLI::App& app, global_options& o) {
    app.add_option("--store", o.store,
                   "dynamodb:TABLE[?region=R&endpoint=URL&profile=P] or file:DIR (DDBSNAP_STORE)")
        ->type_name("URI");
    app.add_option("--series", o.series, "whose snapshots: one series a server; default: the unnamed one")
        ->type_name("NAME");
    app.add_option("--region", o.region, "AWS region, before AWS_REGION and the profile's")
        ->type_name("REGION");
    app.add_option("--profile", o.profile, "profile of the AWS files, before AWS_PROFILE")->type_name("NAME");
    app.add_option("--endpoint", o.endpoint, "DynamoDB endpoint, before AWS_ENDPOINT_URL_DYNAMODB")
        ->type_name("URL");
    app.add_option("--time-zone", o.time_zone,
                   "zone of the times in keys: UTC, +02:00, Europe/Berlin; the Java plugin uses its JVM's")
        ->type_name("ZONE");
    app.add_flag("--json", o.json, "print JSON");
    app.add_flag("-q,--quiet", o.quiet, "print no remarks");
    app.add_flag("-v,--verbose", o.verbose, "say what is being done");
}

}  // namespace

void describe_application(CLI::App& app, session& s, action& todo) {
    app.description(purpose);
    app.footer(closing);
    app.name("ddbsnap");
    app.set_version_flag("--version", "ddbsnap " DDBSNAP_VERSION);
    app.require_subcommand(1);
    app.fallthrough();  // global options may stand behind the command too
    add_global_options(app, s.options);
    add_save(app, s, todo);
    add_last(app, s, todo);
    add_list(app, s, todo);
    add_show(app, s, todo);
    add_diff(app, s, todo);
    add_prune(app, s, todo);
    add_copy(app, s, todo);
    add_watch(app, s, todo);
    add_table(app, s, todo);
    add_credentials(app, s, todo);
    add_doctor(app, s, todo);
    add_endpoint(app, s, todo);
    add_sign(app, s, todo);
    add_completion(app, todo);
    add_manual(app, todo);
}

}  // namespace ddbsnap::cli
