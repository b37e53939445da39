#pragma once

#include <ddbsnap/log.hpp>
#include <ddbsnap/result.hpp>

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
}

/// Everything the library asks of the outside: environment, files, clocks, connections. A test replaces
/// members; a program passes real_world().
struct world {
    /// The value of an environment variable; nothing when it is not set.
    std::function<std::optional<std::string>(std::string const& name)> environment;
    /// The bytes of a file. errc::not_found when there is none, errc::io_error when it cannot be read.
    std::function<result<std::string>(std::filesystem::path const&)> read_file;
    /// Wall clock, for signing and for naming snapshots.
    std::function<system_time()> now;
    /// Opens byte streams; null stands for TCP and TLS of this machine.
    std::shared_ptr<net::stream_connector> connector;
    logger log;
    /// Numbers in [0, 1) that spread retries over time; null stands for a generator of the client's own.
    std::function<double()> random;
};

world real_world();

}  // namespace ddbsnap
