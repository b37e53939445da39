#include "aws/clock_skew.hpp"
#include "aws/endpoint.hpp"
#include "aws/json_writer.hpp"
#include "cli/advice.hpp"
#include "cli/commands.hpp"
#include "cli/instance_region.hpp"
#include "net/http_client.hpp"
#include "net/resolve.hpp"
#include "net/tcp_connector.hpp"
#include "snapshot/dynamodb_store.hpp"
#include "snapshot/store_uri.hpp"

#include <ddbsnap/dynamodb_client.hpp>

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace ddbsnap::cli {
namespace {

namespace asio = boost::asio;

struct finding {
    std::string what;
    bool is_well = true;
    std::string detail;
    std::string mend;
};

/// One examination: each step prints its line; a step that cannot be made after an earlier one failed is left
/// out.
class examination {
   public:
    explicit examination(session& s) : session_(s) {}

    int run();

   private:
    bool note(std::string what, std::string detail);
    bool note(std::string what, failure const& f);
    void examine_table_store(store_uri const& uri);
    void examine_file_store();
    bool examine_configuration(store_uri const& uri);
    bool examine_endpoint(store_uri const& uri);
    bool examine_connection();
    bool examine_credentials();
    void load_keys();
    void examine_table(std::string const& table);
    void print() const;

    session& session_;
    std::vector<finding> findings_;
    aws_config config_;
    std::string without_region_;  // why the instance told none
    aws::resolved_endpoint endpoint_;
    std::optional<result<credentials>> keys_;  // as soon as they were asked for
};

bool examination::note(std::string what, std::string detail) {
    findings_.push_back({std::move(what), true, std::move(detail), {}});
    return true;
}

bool examination::note(std::string what, failure const& f) {
    auto advised = f;
    advised.suggest(advice_for(f.code()));
    auto const mend = std::exchange(advised.details().next_step, {});
    findings_.push_back({std::move(what), false, one_line(advised.to_string()), one_line(mend)});
    return false;
}

int examination::run() {
    auto const uri = parse_store_uri(session_.store_uri());
    if (!uri) return session_.report(uri.error());
    uri->what == store_uri::kind::file ? examine_file_store() : examine_table_store(*uri);
    print();
    auto const well = [](finding const& f) { return f.is_well; };
    return std::all_of(findings_.begin(), findings_.end(), well) ? done : failed;
}

void examination::examine_file_store() {
    auto store = session_.open();
    if (!store) return void(note("store", store.error()));
    note("store", (*store)->describe());
    auto const newest = session_.run((*store)->last(session_.options.series));
    if (newest)
        note("newest", newest->name);
    else if (newest.error().code() == errc::not_found)
        note("newest", "none yet");
    else
        note("newest", newest.error());
}

void examination::examine_table_store(store_uri const& uri) {
    if (!examine_configuration(uri)) return;
    if (config_.region) load_keys();  // the account, and with it the endpoint, may be known by them alone
    bool const is_endpoint_known = examine_endpoint(uri);
    bool const reached = is_endpoint_known && examine_connection();
    bool const has_keys = keys_ && examine_credentials();
    if (reached && has_keys) examine_table(uri.place);
}

bool examination::examine_configuration(store_uri const& uri) {
    auto config = load_config_for(uri, session_.outside, session_.aws_overrides());
    if (!config) return note("settings", config.error());
    config_ = std::move(*config);
    if (!config_.region) {
        auto found = ask_instance_for_region(session_, config_);
        if (found)
            config_.region = *std::move(found);
        else
            without_region_ = found.error().message();
    }
    if (config_.region)
        note("region", fmt::format("{} (from {})", config_.region.value, config_.region.source));
    return true;
}

void examination::load_keys() {
    keys_ = session_.run(default_credentials_chain(session_.outside, config_)->load());
}

bool examination::examine_endpoint(store_uri const& uri) {
    auto p = aws::endpoint_parameters_of(config_);
    p.resource_arn = uri.place;
    if (keys_ && *keys_) p.account_id_from_credentials = (*keys_)->account_id;
    auto endpoint = aws::resolve_endpoint(p);
    if (!endpoint) return note("endpoint", endpoint.error());
    if (!config_.region)
        return note("region", failure(errc::missing_region, "none is configured; " + without_region_,
                                      "set AWS_REGION or use --region"));
    endpoint_ = std::move(*endpoint);
    auto why = config_.endpoint_url ? fmt::format(" (from {})", config_.endpoint_url.source) : "";
    if (!endpoint_.account.empty()) why = fmt::format(" (account {}'s own)", endpoint_.account);
    return note("endpoint", endpoint_.url + why);
}

bool examination::examine_connection() {
    using std::chrono::seconds;
    using std::chrono::steady_clock;
    net::origin const to{endpoint_.host, endpoint_.port, endpoint_.scheme == "https"};
    auto const addresses = session_.run(net::resolve(to, steady_clock::now() + seconds(5)));
    if (!addresses) return note("DNS", addresses.error());
    note("DNS", fmt::format("{} is {}{}", to.host, addresses->front().address().to_string(),
                            addresses->size() > 1 ? fmt::format(" and {} more", addresses->size() - 1) : ""));
    net::http_client http(net::make_tcp_connector(config_.ca_bundle.value), to, {});
    auto const request =
        fmt::format("GET / HTTP/1.1\r\nHost: {}\r\nUser-Agent: ddbsnap-doctor\r\n\r\n", endpoint_.authority);
    auto const response = session_.run(http.exchange(request, steady_clock::now() + seconds(10)));
    auto const what = to.tls ? "TLS" : "connection";
    if (!response) return note(what, response.error());
    note(what,
         to.tls ? "the certificate is good, and the endpoint answers" : "the endpoint answers (plain http)");
    if (!response->header("Date")) return note("clock", "not compared: the endpoint tells no time");
    if (auto const skew = aws::describe_skew(response->header("Date"), session_.outside.now()))
        return note("clock", failure(errc::invalid_configuration, *skew,
                                     "set this machine's clock (timedatectl set-ntp true)"));
    return note("clock", "agrees with the endpoint's");
}

bool examination::examine_credentials() {
    auto const& keys = *keys_;
    if (!keys) return note("credentials", keys.error());
    return note("credentials", fmt::format("{} from {}", masked(keys->access_key_id), keys->source));
}

void examination::examine_table(std::string const& table) {
    client_options options;
    options.outside = session_.outside;
    options.config = config_;
    auto client = dynamodb_client::open(session_.loop.get_executor(), std::move(options));
    if (!client) return void(note("table", client.error()));
    auto const described = session_.run(client->describe_table(table));
    if (!described)
        return void(note("table", explain_table_failure(described.error(), table, client->signing_region())));
    note("table", fmt::format("{} is {}", table, described->status));
    auto const fits = check_snapshot_table(*described);
    if (!fits) return void(note("index", fits.error()));
    for (auto const& index : described->global_indexes)
        if (index.name == month_index) note("index", fmt::format("{} is {}", month_index, index.status));
}

void examination::print() const {
    if (!session_.options.json) {
        for (auto const& f : findings_)
            fmt::print("{:<5} {:<12} {}{}\n", f.is_well ? "ok" : "FAIL", f.what, f.detail,
                       f.mend.empty() ? "" : fmt::format("; {}", f.mend));
        return;
    }
    std::string text;
    aws::json_writer out(text);
    out.begin_array();
    for (auto const& f : findings_) {
        out.begin_object();
        out.member("check", f.what);
        out.member("ok", f.is_well);
        out.member("detail", f.detail);
        out.member_unless_empty("mend", f.mend);
        out.end_object();
    }
    out.end_array();
    fmt::print("{}\n", text);
}

}  // namespace

void add_doctor(CLI::App& app, session& s, action& todo) {
    auto* command = app.add_subcommand(
        "doctor", "Examine region, endpoint, DNS, TLS, clock, credentials, table and index");
    command->callback([&s, &todo] { todo = [&s] { return examination(s).run(); }; });
}

}  // namespace ddbsnap::cli
