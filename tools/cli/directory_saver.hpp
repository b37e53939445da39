#pragma once

#include "cli/directory_watch.hpp"
#include "cli/watch_journal.hpp"
#include "cli/watched_file.hpp"

#include <ddbsnap/snapshot_writer.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ddbsnap::cli {

struct watch_settings {
    std::filesystem::path directory;
    std::string series;
    /// Snapshots get the names that TorchServe's plugin gives them, and not those of their files.
    bool has_plugin_names = false;
    bool once = false;  ///< ends when what is there is stored
    /// For what is under way when it is told to end, and with `once` for each snapshot.
    std::chrono::milliseconds grace = std::chrono::seconds(10);
    /// Between two looks at the directory, for what no event tells of: another file system in its place,
    /// a snapshot that could not be stored.
    std::chrono::milliseconds look_again = std::chrono::minutes(1);
    writer_options writer;
};

/// What a watch tells of. Nothing here may throw.
struct watch_voice {
    std::function<void(std::string const&)> say;
    std::function<void(failure const&)> complain;
    std::function<void(save_report const&)> ended;
};

struct watch_outcome {
    std::optional<failure> stopped_by;    ///< not set when it was told to end, or `once` was done
    std::vector<save_report> not_stored;  ///< accepted by the writer; told of by `ended` already
    std::size_t left = 0;                 ///< missed snapshots that the writer was not given yet
    bool has_asked = false;               ///< the store, what it has: else what is missing is not known
    std::size_t failed = 0;               ///< ended as that, all in all; told of by `ended` already
};

/// Saves the snapshots that TorchServe writes into a directory: first, in order and one by one, those that
/// the store has missed; then each new one, of which the newest wins.
class directory_saver {
   public:
    directory_saver(boost::asio::any_io_executor executor, std::shared_ptr<snapshot_store> store,
                    watch_settings settings, watch_voice voice);

    /// @errors those of snapshot_writer::open()
    /// @cancellation terminal: stores what is under way, within the grace; once more: ends at once
    boost::asio::awaitable<result<watch_outcome>> run();

   private:
    boost::asio::awaitable<result<void>> work();
    boost::asio::awaitable<result<void>> learn_newest();
    boost::asio::awaitable<result<void>> pause(int attempt);
    boost::asio::awaitable<result<void>> follow(directory_watch watch);
    boost::asio::awaitable<result<void>> catch_up();
    boost::asio::awaitable<result<std::vector<snapshot_position>>> find_missed();
    boost::asio::awaitable<result<bool>> save_missed(std::string file_name);
    boost::asio::awaitable<void> look_at(std::string file_name);
    boost::asio::awaitable<std::optional<torchserve_file>> read(std::string file_name);

    bool save(std::string const& file_name, torchserve_file file);
    void tell_of(directory_watch const& watch);
    void on_end(save_report const& report);

    boost::asio::any_io_executor executor_;
    std::shared_ptr<snapshot_store> store_;
    watch_settings settings_;
    watch_voice voice_;
    std::optional<snapshot_writer> writer_;
    watch_journal journal_;
    std::optional<save_report> last_end_;
    std::optional<std::pair<std::uint64_t, std::uint64_t>> watched_;  ///< told of last; zeros: none
    bool has_asked_ = false;
    std::size_t left_ = 0;
    std::size_t failed_ = 0;
};

}  // namespace ddbsnap::cli
