#pragma once

#include <ddbsnap/snapshot_store.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string>

namespace ddbsnap::cli {

/// The options that stand before every command.
struct global_options {
    std::string store;
    std::string series;
    std::optional<std::string> region;
    std::optional<std::string> profile;
    std::optional<std::string> endpoint;
    std::string time_zone = "UTC";
    bool json = false;
    bool quiet = false;
    bool verbose = false;
};

/// Exit codes.
inline constexpr int done = 0;
inline constexpr int failed = 1;
inline constexpr int wrong_usage = 2;
inline constexpr int nothing_there = 3;

/// The table where none is named: the one that TorchServe's document creates.
inline constexpr char const* documented_table = "Snapshots2";

/// One run of the command: its options, its event loop, its view of the world.
class session {
   public:
    session();

    global_options options;
    boost::asio::io_context loop{1};
    world outside;
    /// By a signal; for what blocks and hears of no cancellation.
    std::atomic<bool> interrupted = false;

    /// --store, else DDBSNAP_STORE, else TorchServe's own directory.
    std::string store_uri() const;
    result<std::unique_ptr<snapshot_store>> open();
    store_options options_for_store() const;
    aws_config_overrides aws_overrides() const;

    /// Puts the library's log on standard error at a level that -v and -q choose.
    void set_up_log();

    /// Runs an operation to its end; each interrupt (SIGINT, SIGTERM) cancels it.
    template <class T>
    result<T> run(boost::asio::awaitable<result<T>> operation);

    /// Prints a failure on standard error and gives the exit code for it.
    int report(failure const& f) const;

    /// A line on standard error for people, unless -q.
    void say(std::string const& line) const;
    /// One about what went wrong although the command goes on.
    void warn(std::string const& line) const;
};

}  // namespace ddbsnap::cli

#include "cli/session_run.hpp"
