#include "bench/bare_bench.hpp"
#include "bench/client_bench.hpp"
#include "bench/economy_bench.hpp"
#include "bench/groups.hpp"
#include "bench/sign_bench.hpp"
#include "bench/stall_bench.hpp"
#include "bench/writer_bench.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <functional>
#include <memory>

using namespace ddbsnap::bench;

namespace {

constexpr char const* closing =
    "\nEach case is a run of its own. Credentials, region and CA bundle come from the AWS variables and "
    "files;\n"
    "certificates are always verified. Exit codes: 0 done, 1 a request failed, 2 wrong usage.\n"
    "\n  ddbsnap-bench GROUP [--json] [options of Google Benchmark]\n\n"
    "runs the measurements without a server whose names begin with GROUP/; there is `credentials`.\n";

std::map<std::string, operation> const operations{{"put", operation::put},
                                                  {"get", operation::get},
                                                  {"query", operation::query},
                                                  {"batch", operation::batch}};

void add_case(CLI::App& command, bench_case& c) {
    command.add_option("--endpoint", c.endpoint, "where to send requests")->type_name("URL")->required();
    command.add_option("--operation", c.what, "PutItem, GetItem, Query of 100 items, BatchWriteItem of 25")
        ->transform(CLI::CheckedTransformer(operations).description("put|get|query|batch"))
        ->type_name("");
    command.add_option("--size", c.size, "of the item, of all items of query and batch; default 1024")
        ->type_name("BYTES")
        ->check(CLI::Range(1, 400'000));
    command.add_option("--requests", c.requests, "that are measured; default 10000")
        ->type_name("N")
        ->check(CLI::Range(1, 1'000'000'000));
    command.add_option("--concurrency", c.concurrency, "requests in flight, on one thread; default 1")
        ->type_name("N")
        ->check(CLI::Range(1, 1000));
    command.add_option("--warm-up", c.warm_up, "requests before the measurement; default: up to 200")
        ->type_name("N")
        ->check(CLI::Range(1, 1'000'000'000));
    command.add_option("--table", c.table, "default ddbsnap-bench; created and filled where it is missing")
        ->type_name("NAME");
    command.add_flag("--json", c.json, "print JSON");
}

void add_writer(CLI::App& app, std::function<int()>& todo) {
    auto const c = std::make_shared<writer_case>();
    auto* command =
        app.add_subcommand("writer", "what a save costs, and how long a writer keeps a loop busy");
    command->add_option("--endpoint", c->endpoint, "of DynamoDB; default: files in a temporary directory")
        ->type_name("URL");
    command->add_option("--table", c->table, "default ddbsnap-bench; has to be there")->type_name("NAME");
    command->add_option("--saves", c->saves, "for the cost of one; default 1000000")->type_name("N");
    command->add_option("--size", c->size, "of bodies while the loop is watched; default 400000")
        ->type_name("BYTES")
        ->check(CLI::Range(1, 60'000'000));
    command->add_option("--rate", c->rate, "of saves a second then; default 100")
        ->type_name("N")
        ->check(CLI::Range(1.0, 100'000.0));
    command->add_option("--seconds", c->seconds, "to watch; default 10")->type_name("N");
    command->add_flag("--json", c->json, "print JSON");
    command->callback([c, &todo] { todo = [c] { return run_writer(*c); }; });
}

void add_economy(CLI::App& app, std::function<int()>& todo) {
    auto const c = std::make_shared<economy_case>();
    auto* command = app.add_subcommand("economy", "what changes cost at DynamoDB, beside a PutItem for each");
    command->add_option("--endpoint", c->endpoint, "where to send requests")->type_name("URL")->required();
    command->add_option("--table", c->table, "default ddbsnap-bench; has to be there")->type_name("NAME");
    command->add_option("--changes", c->changes, "a second; default 1000")
        ->type_name("N")
        ->check(CLI::PositiveNumber);
    command->add_option("--series", c->series, "default 25")->type_name("N")->check(CLI::PositiveNumber);
    command->add_option("--size", c->size, "of a body; default 2048")->type_name("BYTES");
    command->add_option("--seconds", c->seconds, "default 60")->type_name("N");
    command->add_flag("--json", c->json, "print JSON");
    command->callback([c, &todo] { todo = [c] { return run_economy(*c); }; });
}

int run(int argc, char** argv) {
    CLI::App app("Measures ddbsnap.", "ddbsnap-bench");
    app.footer(closing);
    app.require_subcommand(1);
    bench_case c;
    std::size_t body_size = 1024;
    double rate = 100;
    std::function<int()> todo;
    auto* client = app.add_subcommand("client", "requests of ddbsnap's client against an endpoint");
    auto* bare = app.add_subcommand("bare", "the same bytes in a bare OpenSSL loop: the limit");
    auto* sign = app.add_subcommand("sign", "signing a request beside the hashes in it");
    auto* stall = app.add_subcommand("stall", "how long the client keeps a loop from other work");
    for (auto* each : {client, bare, stall}) add_case(*each, c);
    stall->remove_option(stall->get_option("--concurrency"));
    stall->add_option("--rate", rate, "requests a second; default 100")
        ->type_name("N")
        ->check(CLI::Range(1.0, 100'000.0));
    sign->add_option("--size", body_size, "of the body; default 1024")
        ->type_name("BYTES")
        ->check(CLI::Range(0, 16'000'000));
    sign->add_flag("--json", c.json, "print JSON");
    client->callback([&] { todo = [&] { return run_client(c); }; });
    bare->callback([&] { todo = [&] { return run_bare(c); }; });
    stall->callback([&] { todo = [&] { return run_stall(c, rate); }; });
    add_writer(app, todo);
    add_economy(app, todo);
    sign->callback([&] { todo = [&] { return run_sign(body_size, c.json); }; });
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& e) {
        if (e.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return app.exit(e);
        fmt::print(stderr, "ddbsnap-bench: {}; see `ddbsnap-bench --help`\n", e.what());
        return 2;
    }
    return todo();
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // a connection that closes is an error of its write
    try {
        return is_group(argc, argv) ? run_groups(argc, argv) : run(argc, argv);
    } catch (std::exception const& e) {
        fmt::print(stderr, "ddbsnap-bench: {}\n", e.what());
        return 1;
    }
}
