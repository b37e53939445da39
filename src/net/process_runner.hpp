#pragma once

#include <ddbsnap/result.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace ddbsnap::net {

/// What to run, and how far it may go.
struct process_command {
    std::string line;  ///< for the shell: /bin/sh -c LINE
    std::chrono::milliseconds time_limit{60'000};
    std::size_t output_limit = 64'000;            ///< bytes of standard output
    std::vector<std::string> more_environment{};  ///< NAME=VALUE, besides this process's own
};

/// How it ended.
struct process_outcome {
    int exit_code = 0;      ///< 128 + N when signal N ended it, as a shell has it
    std::string output;     ///< standard output; may hold secrets
    std::string complaint;  ///< standard error, its last 4 KB
};

/// Runs child processes without blocking the loop.
class process_runner {
   public:
    virtual ~process_runner() = default;

    /// Runs it to its end in a process group of its own, with nothing on its standard input.
    ///
    /// @errors errc::io_error when it cannot be started, errc::timeout, errc::response_too_large; the whole
    /// group
    ///         is ended then, by SIGTERM and half a second later by SIGKILL
    /// @cancellation terminal: the group is ended, errc::operation_aborted
    virtual boost::asio::awaitable<result<process_outcome>> run(process_command) = 0;
};

/// How the end of a child is learned of. SIGCHLD stays with the program, which may have a handler for it.
enum class exit_watch {
    pidfd,    ///< from the kernel, or by polling where it is older than Linux 5.3
    polling,  ///< every 10 ms
};

/// The processes of this machine.
std::shared_ptr<process_runner> make_process_runner(exit_watch = exit_watch::pidfd);

}  // namespace ddbsnap::net
