#include "cli/commands.hpp"
#include "cli/credentials_report.hpp"
#include "cli/instance_region.hpp"
#include "cli/output.hpp"
#include "cli/sign_command.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

// Keys may well be had where the rest is broken; the chain tells as far as that concerns it.
aws_config config_for_keys(session& s) { return aws_config_for_credentials(s.outside, s.aws_overrides()); }

int print_credentials(session& s, std::string const& format) {
    auto const chain = default_credentials_chain(s.outside, config_for_keys(s));
    std::vector<provider_answer> answers;
    auto const found = s.run(chain->load(answers));
    if (format == "text") fmt::print("{}", format_credentials_text(answers, found ? &*found : nullptr));
    if (!found) {
        auto told = found.error();  // without the advice to run this very command
        auto& step = told.details().next_step;
        if (step.empty() || step.find("`ddbsnap credentials`") != step.npos)
            step = "mend or set up one of the places that are named";
        s.report(told);
        return failed;
    }
    if (format == "process") fmt::print("{}\n", format_credentials_process(*found));
    if (format == "env") fmt::print("{}", format_credentials_env(*found));
    return done;
}

int sign(session& s, sign_options o) {
    auto config = config_for_keys(s);
    if (!config.region)
        if (auto found = ask_instance_for_region(s, config)) config.region = *std::move(found);
    auto const keys = s.run(default_credentials_chain(s.outside, config)->load());
    if (!keys) return s.report(keys.error());
    auto const request = read_input("-");
    if (!request) return s.report(request.error());
    o.region = config.region.value;
    o.json = s.options.json;
    auto const text = run_sign(*request, *keys, o, s.outside.now());
    if (!text) return s.report(text.error());
    fmt::print("{}", *text);
    return done;
}

}  // namespace

void add_credentials(CLI::App& app, session& s, action& todo) {
    auto const format = std::make_shared<std::string>("text");
    auto* command =
        app.add_subcommand("credentials", "Who am I and why: each provider tried, and what it said");
    command
        ->add_option("--format", *format,
                     "text; process: the credential_process JSON, with the secret; env: lines for a shell")
        ->check(CLI::IsMember({"text", "process", "env"}))
        ->type_name("FORMAT");
    command->callback([&s, &todo, format] { todo = [&s, format] { return print_credentials(s, *format); }; });
}

void add_sign(CLI::App& app, session& s, action& todo) {
    auto const o = std::make_shared<sign_options>();
    auto* command =
        app.add_subcommand("sign", "Sign the HTTP/1.1 request on standard input and show each stage");
    command->group("");  // for the day on which AWS says SignatureDoesNotMatch
    command->add_option("--service", o->service, "signing name")->capture_default_str()->type_name("NAME");
    command->add_option("--date", o->date, "sign as of this time; default: now")
        ->type_name("2015-08-30T12:36:00Z");
    command->add_flag_callback(
        "--no-normalize", [o] { o->normalize = false; },
        "sign the path as it stands, dots and slashes included");
    command->add_flag("--sign-body", o->sign_body, "add and sign x-amz-content-sha256");
    command->add_flag("--omit-session-token", o->omit_session_token,
                      "leave the session token out of the signature");
    command->callback([&s, &todo, o] { todo = [&s, o] { return sign(s, *o); }; });
}

}  // namespace ddbsnap::cli
