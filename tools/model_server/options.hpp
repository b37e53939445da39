#pragma once

#include <ddbsnap/snapshot_writer.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace model_server {

/// How changes are saved.
enum class save_mode {
    off,         ///< not at all
    background,  ///< by a snapshot_writer: what this server is an example of
    blocking,    ///< for comparison; see blocking_saver
};

/// What a management call waits for before it is answered.
enum class durability {
    accepted,  ///< nothing: the writer has it
    spooled,   ///< it is in the spool directory, or stored
    stored,
};

std::optional<durability> parse_durability(std::string const&);

struct options {
    boost::asio::ip::tcp::endpoint listen;
    bool check_health = false;  ///< of a server that listens there; serve nothing
    std::string store;
    std::string series;
    save_mode save = save_mode::background;
    durability wait_for = durability::accepted;
    std::chrono::milliseconds durable_timeout{10'000};
    std::chrono::milliseconds request_timeout{30'000};
    ddbsnap::writer_options writer;  ///< spool_dir, quiet, max_wait

    // For measurements
    std::size_t state_padding = 0;
    double change_rate = 0;
    bool heartbeat = false;
};

/// Reads the command line; nothing when the program is to end with the code.
std::optional<options> read_options(int argc, char** argv, int& exit_code);

}  // namespace model_server
