#include "model_server/options.hpp"

#include "model_server/log.hpp"

#include <CLI/CLI.hpp>

#include <charconv>
#include <map>

namespace model_server {
namespace {

namespace asio = boost::asio;

constexpr char const* purpose =
    "A server with TorchServe's management calls, whose models outlive it: each change is kept by "
    "ddbsnap.\n\n"
    "  ddbsnap-model-server --store dynamodb:Snapshots2 --series host-7\n"
    "  curl -X POST 'http://127.0.0.1:8081/models?url=noop.mar&initial_workers=2'\n"
    "  curl http://127.0.0.1:8081/models/noop\n";

// "127.0.0.1:8081", "[::1]:0"
std::optional<asio::ip::tcp::endpoint> parse_endpoint(std::string_view text) {
    auto const colon = text.rfind(':');
    if (colon == text.npos) return std::nullopt;
    auto address = text.substr(0, colon);
    auto const port = text.substr(colon + 1);
    if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
    unsigned short number = 0;
    auto const [end, wrong] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (port.empty() || wrong != std::errc() || end != port.data() + port.size()) return std::nullopt;
    boost::system::error_code ec;
    auto const parsed = asio::ip::make_address(std::string(address), ec);
    if (ec) return std::nullopt;
    return asio::ip::tcp::endpoint(parsed, number);
}

std::map<std::string, durability> const durabilities{
    {"accepted", durability::accepted}, {"spooled", durability::spooled}, {"stored", durability::stored}};

CLI::Option* add_time(CLI::App& app, std::string name, std::chrono::milliseconds& to, std::string what) {
    auto const set = [&to](std::int64_t ms) { to = std::chrono::milliseconds(ms); };
    auto* const option = app.add_option_function<std::int64_t>(std::move(name), set, std::move(what));
    return option->type_name("MS")->check(CLI::Range(0, 86'400'000));
}

void add_store_options(CLI::App& app, options& o) {
    app.add_option("--store", o.store, "dynamodb:TABLE[?region=R&endpoint=URL&profile=P] or file:DIR")
        ->type_name("URI")
        ->envname("DDBSNAP_STORE");
    app.add_option("--series", o.series, "whose snapshots: one series a server; default: the unnamed one")
        ->type_name("NAME");
    app.add_option("--spool-dir", o.writer.spool_dir,
                   "keeps here what is not stored yet: it outlives the process")
        ->type_name("DIR");
    add_time(app, "--quiet-time", o.writer.quiet, "save when nothing has changed for so long (50)");
    add_time(app, "--max-wait", o.writer.max_wait, "and no later than this after a change (1000)");
    app.add_option(
           "--durability", o.wait_for,
           "what a change waits for before it is answered, unless it says ?durable= itself: accepted, "
           "spooled or stored")
        ->transform(CLI::CheckedTransformer(durabilities));
    add_time(app, "--durable-timeout", o.durable_timeout, "and for how long (10000)");
}

void add_measuring_options(CLI::App& app, options& o) {
    static std::map<std::string, save_mode> const modes{
        {"off", save_mode::off}, {"background", save_mode::background}, {"blocking", save_mode::blocking}};
    app.add_option("--save", o.save,
                   "background; off; or blocking, how not to do it: the loop waits for each PutItem")
        ->transform(CLI::CheckedTransformer(modes));
    app.add_option("--state-padding", o.state_padding, "makes each snapshot so large")->type_name("BYTES");
    app.add_option("--change-rate", o.change_rate, "changes something so many times a second")
        ->type_name("N")
        ->check(CLI::Range(0.0, 100'000.0));
    app.add_flag("--heartbeat", o.heartbeat, "measures how late the loop is, each millisecond");
}

}  // namespace

std::optional<durability> parse_durability(std::string const& word) {
    auto const found = durabilities.find(word);
    return found == durabilities.end() ? std::nullopt : std::optional(found->second);
}

std::optional<options> read_options(int argc, char** argv, int& exit_code) {
    options o;
    std::string listen = "127.0.0.1:8081";
    o.store = "file:logs/config";  // TorchServe's own
    CLI::App app(purpose, "ddbsnap-model-server");
    app.add_option("--listen", listen, "address and port; port 0: any one that is free, which is printed")
        ->type_name("ADDR:PORT")
        ->envname("DDBSNAP_LISTEN");
    app.add_flag("--check-health", o.check_health,
                 "asks the server that listens there whether it is healthy; exit 0 when it is");
    add_store_options(app, o);
    add_time(app, "--request-timeout", o.request_timeout, "for reading a request, and for sending a reply")
        ->check(CLI::PositiveNumber);
    add_measuring_options(app, o);
    exit_code = 2;
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& e) {
        if (e.get_exit_code() == 0)
            exit_code = app.exit(e);
        else
            log(std::string(e.what()) + "; see --help");
        return std::nullopt;
    }
    auto const endpoint = parse_endpoint(listen);
    if (!endpoint) return log("--listen " + listen + " is not ADDR:PORT, as 127.0.0.1:8081"), std::nullopt;
    if (o.wait_for == durability::spooled && o.writer.spool_dir.empty())
        return log("--durability spooled needs --spool-dir"), std::nullopt;
    o.listen = *endpoint;
    return o;
}

}  // namespace model_server
