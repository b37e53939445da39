#pragma once

#include "model_server/blocking_saver.hpp"
#include "model_server/options.hpp"
#include "model_server/state_text.hpp"

#include <ddbsnap/client_metrics.hpp>
#include <ddbsnap/snapshot_store.hpp>
#include <ddbsnap/snapshot_writer.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace model_server {

/// Keeps the server's state in a store. All that a server does with ddbsnap is here: open() and restore() at
/// its start, changed() after each change, close() at its end.
///
/// Lives on the server's own loop, beside everything else, and needs no thread of the server's.
class state_keeper {
   public:
    /// @param state  is written when it is saved, and must stay where it is
    /// @errors those of open_store() and snapshot_writer::open(): settings, and a spool that is in use. That
    /// a
    ///         store cannot be reached is none
    static ddbsnap::result<state_keeper> open(boost::asio::any_io_executor, options const&, server_state&);

    /// Fills the state with the newest snapshot there is. Whatever stands against it is logged, and the
    /// server starts with what it has: a store that is away must not keep it from serving.
    boost::asio::awaitable<void> restore();

    /// After the state was changed. Waits for as much as is asked for, and not longer than for
    /// options::durable_timeout; the change is made and will be saved, even where this gives a failure.
    /// @errors errc::invalid_argument: there is no such thing to wait for; errc::timeout; those of the writer
    boost::asio::awaitable<ddbsnap::result<void>> changed(durability);

    /// Saves what is not stored yet, and logs what could not be.
    /// @return whether all of it is safe
    boost::asio::awaitable<bool> close(std::chrono::milliseconds at_most);

    /// What writer and client have counted.
    std::string prometheus_text() const;

   private:
    state_keeper(options const& o, server_state& state) : options_(o), state_(&state) {}

    boost::asio::awaitable<std::vector<ddbsnap::snapshot>> candidates();
    ddbsnap::result<void> save();
    boost::asio::awaitable<ddbsnap::result<void>> save_and_wait(ddbsnap::until);
    ddbsnap::result<void> save_blocking();
    std::string text_at(ddbsnap::system_time created) const;

    options options_;
    server_state* state_;
    std::shared_ptr<ddbsnap::client_metrics> metrics_ = std::make_shared<ddbsnap::client_metrics>();
    std::shared_ptr<ddbsnap::snapshot_store> store_;
    std::optional<ddbsnap::snapshot_writer> writer_;  // only with save_mode::background
    std::unique_ptr<blocking_saver> blocking_;        // only with save_mode::blocking
};

}  // namespace model_server
