#pragma once

#include "net/ended_at_exit.hpp"
#include "torchserve_plugin/jni/log_lines.hpp"
#include "torchserve_plugin/jni/plugin_settings.hpp"

#include <ddbsnap/background_runtime.hpp>
#include <ddbsnap/snapshot_writer.hpp>

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>

namespace ddbsnap::torchserve_plugin {

/// One server's snapshots: a store, its writer, and the thread on which both work.
///
/// @thread_safety everything but the destructor may be called from any thread at any time
class server_snapshots final : public net::ended_at_exit {
   public:
    /// Connects to nothing.
    /// @errors those of open_store() and snapshot_writer::open(); errc::invalid_name
    static result<std::unique_ptr<server_snapshots>> open(plugin_settings);

    server_snapshots(server_snapshots const&) = delete;
    server_snapshots& operator=(server_snapshots const&) = delete;
    /// What waits ends as spooled or failed.
    ~server_snapshots();

    std::string const& description() const noexcept { return description_; }
    log_lines& log() noexcept { return *log_; }

    /// Accepts a snapshot, to be stored in the background; never waits.
    /// @errors those of snapshot_writer::save()
    result<void> save(std::string name, system_time created, std::string body);

    /// The newest of the store and of the spool directory. Where the store gives none in time, what the spool
    /// directory has is better than nothing, and the log says so.
    /// @errors errc::not_found, errc::timeout, those of snapshot_store::last()
    result<snapshot> last(std::chrono::milliseconds at_most);

    /// Sends what waits; how many are not stored then.
    std::size_t flush(std::chrono::milliseconds at_most);

    /// For the end of the process, when Java's threads may still be in calls of this: these and later ones
    /// get errc::writer_closed.
    void end_at_exit() noexcept override;

   private:
    explicit server_snapshots(plugin_settings);

    boost::asio::awaitable<result<void>> open_there();
    boost::asio::awaitable<bool> end_there();
    result<std::shared_ptr<snapshot_store>> open_store_in_zone(store_options);
    void tell(save_report const&);
    template <class T>
    std::optional<T> wait(boost::asio::awaitable<T>, std::chrono::milliseconds at_most);
    template <class T>
    boost::asio::awaitable<std::optional<T>> unless_it_ends(boost::asio::awaitable<T>);
    result<snapshot> last_stored(std::chrono::milliseconds at_most);
    void end();

    plugin_settings const settings_;
    std::shared_ptr<log_lines> const log_ = std::make_shared<log_lines>();
    std::string description_;
    std::shared_mutex use_;  // held by those that use what follows, and by the end
    std::optional<background_runtime> runtime_;
    std::optional<boost::asio::steady_timer> end_;  // passes when it ends; touched on the loop only
    std::shared_ptr<snapshot_store> store_;
    std::optional<snapshot_writer> writer_;
};

}  // namespace ddbsnap::torchserve_plugin
