#pragma once

#include <ddbsnap/credentials.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>

namespace ddbsnap {

/// Keeps what a provider gave at hand and renews it in the background, so that who signs a request never
/// waits for keys: only the first one does.
///
/// Keys that end are renewed 5 to 6 minutes before they do, also while nobody asks for them; one load at a
/// time, however many ask. A load that fails leaves working keys in use and is repeated after pauses of 1 s
/// to 1 min. Pending renewals do not keep an io_context running.
///
/// @thread_safety confined to its executor; use a strand where that has several threads
class credentials_cache {
   public:
    using keys = std::shared_ptr<credentials const>;

    credentials_cache(boost::asio::any_io_executor, std::shared_ptr<credentials_provider>, world const&);
    credentials_cache(credentials_cache&&) noexcept;
    credentials_cache& operator=(credentials_cache&&) noexcept;
    /// Cancels a load that is going on. Must come before the end of the io_context.
    ~credentials_cache();

    /// The keys to use at `now`, which is the caller's reading of the wall clock; null when get() has to wait
    /// for them. Costs a comparison; starts a renewal in the background when one is due. The reference is
    /// good until the caller's next suspension.
    keys const& at_hand(system_time now);

    /// The keys, waiting for them where there are none yet or those there were have ended.
    ///
    /// @errors those of the provider; errc::timeout at `deadline`, while the load goes on for others
    /// @cancellation terminal: errc::operation_aborted; the load goes on for others
    boost::asio::awaitable<result<keys>> get(steady_time deadline);

    /// For keys that the service has refused: loads at once and gives what is in use then. Where somebody
    /// else renewed them meanwhile, gives those. The refused ones stay in use when the load fails, and are
    /// given back unchanged when that was tried less than 10 s ago.
    boost::asio::awaitable<result<keys>> replace(keys refused, steady_time deadline);

   private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace ddbsnap
