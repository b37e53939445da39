#pragma once

#include <ddbsnap/result.hpp>

#include <optional>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace ddbsnap::net {

/// A file descriptor that is closed with its owner.
class owned_file {
   public:
    explicit owned_file(int number = -1) noexcept : number_(number) {}
    owned_file(owned_file&& other) noexcept : number_(other.release()) {}
    owned_file& operator=(owned_file&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~owned_file();

    int number() const noexcept { return number_; }
    int release() noexcept { return std::exchange(number_, -1); }

   private:
    int number_;
};

/// A shell in a process group of its own, and the pipes it writes into. Its end is looked at, not taken,
/// until reap(): so long no other process can get its number, and the group can be killed safely. Destroyed
/// before that, it kills the group.
class child_process {
   public:
    child_process(pid_t id, owned_file from_output, owned_file from_complaint) noexcept
        : output(std::move(from_output)), complaint(std::move(from_complaint)), id_(id) {}
    child_process(child_process&& other) noexcept
        : output(std::move(other.output)),
          complaint(std::move(other.complaint)),
          id_(std::exchange(other.id_, -1)) {}
    child_process& operator=(child_process&&) = delete;
    ~child_process();

    pid_t id() const noexcept { return id_; }
    /// Whether the shell has come to its end. The rest of its group may go on.
    bool has_ended() noexcept;
    void signal_group(int number) noexcept;
    /// To be called once, after its end. Nothing where another part of the program took the exit code, by
    /// ignoring SIGCHLD or by waiting for any child.
    std::optional<int> reap() noexcept;

    owned_file output;     ///< to read its standard output from
    owned_file complaint;  ///< to read its standard error from

   private:
    pid_t id_;
};

/// Starts `SHELL -c LINE`, with nothing on its standard input, no other files than the three, no signal
/// blocked and none ignored.
///
/// @errors errc::io_error; errc::invalid_argument for a line that holds a NUL
result<child_process> spawn_shell(std::string const& line, std::vector<std::string> more_environment = {},
                                  char const* shell = "/bin/sh");

}  // namespace ddbsnap::net
