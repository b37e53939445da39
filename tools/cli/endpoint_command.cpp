#include "cli/endpoint_command.hpp"

#include "aws/endpoint_account.hpp"
#include "aws/shared_files.hpp"
#include "cli/commands.hpp"
#include "cli/instance_region.hpp"
#include "core/utf8.hpp"
#include "snapshot/store_uri.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ddbsnap::cli {
namespace {

struct endpoint_options {
    std::optional<bool> fips;
    std::optional<bool> dualstack;
    std::string account_id;
    std::string account_id_mode;
    std::string resource_arn;
    std::vector<std::string> resource_arn_list;
};

/// Everything that the rules take, each with its source.
struct endpoint_inputs {
    aws_config config;
    aws::endpoint_account account;
    sourced<std::string> resource_arn;
    std::vector<std::string> resource_arn_list;
    std::string without_region;  ///< why the instance told none
};

std::optional<account_id_mode> mode_of(std::string const& name) {
    if (name.empty()) return std::nullopt;
    if (name == "required") return account_id_mode::required;
    return name == "disabled" ? account_id_mode::disabled : account_id_mode::preferred;
}

std::string_view name_of(account_id_mode mode) {
    if (mode == account_id_mode::required) return "required";
    return mode == account_id_mode::disabled ? "disabled" : "preferred";
}

bool is_explicit(std::string const& source) { return source == aws::given_explicitly; }

// What was given explicitly was so by an option or by the store.
void name_sources(aws_config& config, store_uri const& store) {
    auto const name = [](std::string& source, bool by_store, char const* option) {
        if (is_explicit(source)) source = by_store ? "the store" : option;
    };
    name(config.profile.source, store.profile.has_value(), "--profile");
    name(config.region.source, store.region.has_value(), "--region");
    name(config.endpoint_url.source, store.endpoint.has_value(), "--endpoint");
    name(config.use_fips.source, false, "--fips");
    name(config.use_dualstack.source, false, "--dualstack");
    name(config.account_mode.source, false, "--account-id-mode");
}

// As a command that sends requests looks for the region; but whoever names the endpoint has said enough.
void find_region(session& s, endpoint_inputs& in) {
    if (in.config.region || is_explicit(in.config.endpoint_url.source)) return;
    auto found = ask_instance_for_region(s, in.config);
    if (found)
        in.config.region = *std::move(found);
    else
        in.without_region = found.error().message();
}

result<endpoint_inputs> read_inputs(session& s, endpoint_options const& o) {
    auto const store = parse_store_uri(s.store_uri());
    if (!store) return store.error();
    auto given = s.aws_overrides();
    given.use_fips = o.fips;
    given.use_dualstack = o.dualstack;
    given.account_mode = mode_of(o.account_id_mode);
    auto config = load_config_for(*store, s.outside, given);
    if (!config) return std::move(config).error();
    endpoint_inputs in;
    in.config = *std::move(config);
    find_region(s, in);
    name_sources(in.config, *store);
    if (o.account_id.empty())
        in.account = aws::account_without_network(s.outside, in.config);
    else
        in.account.id = {o.account_id, "--account-id"};
    if (!o.resource_arn.empty())
        in.resource_arn = {o.resource_arn, "--resource-arn"};
    else if (store->what == store_uri::kind::dynamodb && store->place.starts_with("arn:"))
        in.resource_arn = {store->place, "the store"};
    in.resource_arn_list = o.resource_arn_list;
    return in;
}

std::vector<endpoint_setting> settings_of(endpoint_inputs const& in) {
    auto const source = [](std::string const& text) { return text.empty() ? "default" : text; };
    auto const text = [&](std::string name, std::string label, sourced<std::string> const& setting) {
        return endpoint_setting{std::move(name), std::move(label), setting.value, source(setting.source)};
    };
    auto const flag = [&](std::string name, std::string label, sourced<bool> const& setting) {
        return endpoint_setting{std::move(name), std::move(label), setting.value ? "true" : "false",
                                source(setting.source)};
    };
    auto const& c = in.config;
    sourced<std::string> account = in.account.id;
    if (!account) account.source = in.account.unknown_because;
    sourced<std::string> const mode{std::string(name_of(c.account_mode.value)), c.account_mode.source};
    sourced<std::string> const list{fmt::format("{}", fmt::join(in.resource_arn_list, ",")),
                                    in.resource_arn_list.empty() ? "" : "--resource-arn-list"};
    return {text("profile", "profile", c.profile),
            text("region", "region", c.region),
            text("endpointUrl", "endpoint", c.endpoint_url),
            flag("useFips", "FIPS", c.use_fips),
            flag("useDualstack", "dual-stack", c.use_dualstack),
            text("accountId", "account id", account),
            text("accountIdEndpointMode", "account id mode", mode),
            text("resourceArn", "resource ARN", in.resource_arn),
            text("resourceArnList", "resource ARNs", list)};
}

int print_endpoint(session& s, endpoint_options const& o) {
    auto const in = read_inputs(s, o);
    if (!in) return s.report(in.error());
    auto parameters = aws::endpoint_parameters_of(in->config);
    parameters.account_id_from_credentials = in->account.id.value;
    parameters.resource_arn = in->resource_arn.value;
    parameters.resource_arn_list = in->resource_arn_list;
    auto endpoint = aws::resolve_endpoint(parameters);
    if (!endpoint) {
        if (endpoint.error().code() == errc::missing_region && !in->without_region.empty())
            endpoint.error().details().message += "; " + in->without_region;
        return s.report(endpoint.error());
    }
    auto const settings = settings_of(*in);
    auto const text = s.options.json ? format_endpoint_json(*endpoint, settings)
                                     : format_endpoint_text(*endpoint, settings);
    if (s.options.json && !is_utf8(text))
        return s.report(failure(errc::invalid_argument, "a setting is not UTF-8, which JSON cannot carry",
                                "leave --json away"));
    fmt::print("{}", text);
    return done;
}

// Without the check, a value that is neither ends in an exception that is none of CLI11's.
void add_switch(CLI::App& command, std::string const& name, std::optional<bool>& given,
                std::string const& what) {
    command
        .add_flag_function(
            name, [&given](std::int64_t value) { given = value > 0; }, what)
        ->check(CLI::IsMember({"true", "false"}).description(""));
}

}  // namespace

void add_endpoint(CLI::App& app, session& s, action& todo) {
    auto const o = std::make_shared<endpoint_options>();
    auto* command =
        app.add_subcommand("endpoint", "Which endpoint requests go to, and where each setting came from");
    add_switch(*command, "--fips", o->fips, "use FIPS endpoints; --fips=false: do not");
    add_switch(*command, "--dualstack", o->dualstack, "use dual-stack endpoints; --dualstack=false: do not");
    command
        ->add_option("--account-id", o->account_id, "account; default: that of the keys, where it is known")
        ->type_name("ID");
    command
        ->add_option("--account-id-mode", o->account_id_mode,
                     "use of the account's own endpoint, before AWS_ACCOUNT_ID_ENDPOINT_MODE")
        ->check(CLI::IsMember({"preferred", "required", "disabled"}))
        ->type_name("MODE");
    command
        ->add_option("--resource-arn", o->resource_arn, "table of the request, where it is given as an ARN")
        ->type_name("ARN");
    command
        ->add_option("--resource-arn-list", o->resource_arn_list,
                     "a table of a batch or transaction; may be repeated, the first one counts")
        ->type_name("ARN")
        ->allow_extra_args(false);
    command->callback([&s, &todo, o] { todo = [&s, o] { return print_endpoint(s, *o); }; });
}

}  // namespace ddbsnap::cli
