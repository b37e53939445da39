#include "cli/session.hpp"

#include "cli/advice.hpp"
#include "cli/mfa_prompt.hpp"

#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <mutex>

namespace ddbsnap::cli {
namespace {

std::string or_empty(std::optional<std::string> value) { return std::move(value).value_or(""); }

}  // namespace

namespace {

// A pipe gives what it has once: `AWS_SHARED_CREDENTIALS_FILE=<(...)` is looked at more often.
auto remember_pipes(decltype(world::read_file) read) {
    struct memory {
        std::mutex mutex;
        std::map<std::filesystem::path, secret_string> content;
    };
    return [read = std::move(read),
            m = std::make_shared<memory>()](std::filesystem::path const& path) -> result<std::string> {
        std::error_code ignored;
        auto const status = std::filesystem::status(path, ignored);
        if (!std::filesystem::is_fifo(status) && !std::filesystem::is_character_file(status))
            return read(path);
        std::lock_guard const lock(m->mutex);
        if (auto const known = m->content.find(path); known != m->content.end())
            return std::string(known->second.reveal());
        auto content = read(path);
        if (content) m->content.emplace(path, secret_string(*content));
        return content;
    };
}

}  // namespace

session::session() : outside(real_world()) {
    outside.read_file = remember_pipes(std::move(outside.read_file));
    outside.ask_mfa_code = mfa_prompt(interrupted);
}

std::string session::store_uri() const {
    if (!options.store.empty()) return options.store;
    if (auto named = or_empty(outside.environment("DDBSNAP_STORE")); !named.empty()) return named;
    auto const logs = or_empty(outside.environment("LOG_LOCATION"));
    return fmt::format("file:{}/config", logs.empty() ? "logs" : logs);
}

aws_config_overrides session::aws_overrides() const {
    aws_config_overrides given;
    given.profile = options.profile;
    given.region = options.region;
    given.endpoint_url = options.endpoint;
    return given;
}

store_options session::options_for_store() const {
    store_options s;
    s.outside = outside;
    s.aws = aws_overrides();
    s.time_zone = options.time_zone;
    s.warn = [this](std::string const& what) { say("warning: " + what); };
    return s;
}

result<std::unique_ptr<snapshot_store>> session::open() {
    return open_store(loop.get_executor(), store_uri(), options_for_store());
}

void session::set_up_log() {
    if (options.quiet) return;
    auto const least = options.verbose ? log_level::debug : log_level::warning;
    outside.log = logger(least, [](log_level level, std::string_view line) {
        fmt::print(stderr, "ddbsnap: {}: {}\n", to_string(level), one_line(std::string(line)));
    });
}

int session::report(failure const& f) const {
    auto told = f;
    told.suggest(advice_for(f.code()));
    fmt::print(stderr, "ddbsnap: {}\n", one_line(told.to_string()));
    auto const code = f.code();
    if (code == errc::not_found) return nothing_there;
    if (code == errc::invalid_argument || code == errc::invalid_name) return wrong_usage;
    return failed;
}

void session::warn(std::string const& line) const { fmt::print(stderr, "ddbsnap: {}\n", one_line(line)); }

void session::say(std::string const& line) const {
    if (!options.quiet) fmt::print(stderr, "{}\n", one_line(line));
}

}  // namespace ddbsnap::cli
