#pragma once

#include <ddbsnap/log.hpp>
#include <ddbsnap/result.hpp>
#include <ddbsnap/secret.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap {

using system_time = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;
using steady_time = std::chrono::steady_clock::time_point;

namespace net {
class stream_connector;
class process_runner;
}  // namespace net

/// Everything the library asks of the outside: environment, files, clocks, connections, processes. A test
/// replaces members; a program passes real_world().
struct world {
    /// The value of an environment variable; nothing when it is not set.
    std::function<std::optional<std::string>(std::string const& name)> environment;
    /// The bytes of a file. errc::not_found when there is none, errc::io_error when it cannot be read.
    std::function<result<std::string>(std::filesystem::path const&)> read_file;
    /// Gives a file new content and mode 0600, all of it or nothing; the directory must be there. For the
    /// token caches that other AWS tools share.
    std::function<result<void>(std::filesystem::path const&, std::string_view bytes)> replace_file;
    /// Wall clock, for signing and for naming snapshots.
    std::function<system_time()> now;
    /// Opens byte streams; null stands for TCP and TLS of this machine.
    std::shared_ptr<net::stream_connector> connector;
    /// Runs child processes; null stands for those of this machine.
    std::shared_ptr<net::process_runner> processes;
    /// Asks a person for the six digits that the named MFA device shows. It may block. Null: nobody is there.
    std::function<result<secret_string>(std::string const& device)> ask_mfa_code;
    logger log;
    /// Numbers in [0, 1) that spread retries and refreshes over time; null stands for a generator of one's
    /// own.
    std::function<double()> random;
};

world real_world();

}  // namespace ddbsnap
