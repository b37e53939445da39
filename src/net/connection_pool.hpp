#pragma once

#include "net/connection_opener.hpp"
#include "net/deadline_sweep.hpp"
#include "net/pool_policy.hpp"
#include "net/pooled_connection.hpp"
#include "net/quiet_timer.hpp"

#include <ddbsnap/metrics.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace ddbsnap::net {

struct pool_settings {
    connection_options connections{};
    std::size_t most_idle = static_cast<std::size_t>(-1);  ///< more than so many are not kept
    std::shared_ptr<client_observer> observer{};           ///< null: nobody listens
    std::function<double()> random{};                      ///< in [0, 1); null: a generator of one's own
};

/// The connections to one origin: last in, first out, so that those a burst left behind grow old and go. What
/// is decided is in pool_policy.
///
/// With a connection at hand, taking and giving back neither wait nor allocate. Nothing that is idle keeps a
/// loop running; connections being opened do. Confined to its executor, and to be shut down before its
/// context goes.
class connection_pool final : public std::enable_shared_from_this<connection_pool> {
   public:
    using reason = connection_event::reason;

    connection_pool(std::shared_ptr<stream_connector>, origin to, pool_settings);

    /// The executor to work on from now on: that of whoever calls.
    void work_on(asio::any_io_executor const&);

    /// Opens as many connections as are to be kept warm. Returns at once.
    void warm_up();

    /// One that is at hand; an empty lease when there is none.
    lease take(steady_time now);

    /// One that is given back or opened meanwhile, first come, first served.
    /// @errors errc::too_many_waiting at once; errc::timeout, with the last failure to open one; those of
    /// opening
    /// @cancellation terminal: errc::operation_aborted
    asio::awaitable<result<lease>> wait(steady_time deadline);

    /// Takes back a connection on which all is said and done.
    void give_back(lease);
    void close(lease, reason why) noexcept;

    /// Closes idle connections that nobody used since then: the peer has closed one that was used later.
    void drop_idle_until(steady_time) noexcept;

    /// Aborts the stream of `e` at its deadline, unless `e` goes before.
    void watch(deadline_sweep::entry& e, steady_time deadline);

    /// Closes what is idle, and opens no more.
    void shut_down() noexcept;

    pool_counts counts() const noexcept {
        return {busy_, idle_.size(), opener_.under_way(), waiting_.size()};
    }
    origin const& to() const noexcept { return opener_.to(); }

   private:
    void has_opened(result<std::unique_ptr<byte_stream>>, std::chrono::nanoseconds took);
    void has_failed(failure why, steady_time now);
    void place(pooled_connection c, steady_time now);
    void keep(pooled_connection c);
    void open_missing(steady_time now);
    reason fault_of(pooled_connection const&, steady_time now) const noexcept;
    void closed(pooled_connection, reason why) noexcept;
    void close_idle(std::size_t at, reason why) noexcept;
    void rest_if_empty() noexcept;
    void look(steady_time now);
    void look_by(steady_time at);
    void report(connection_event const&) const noexcept;
    failure gave_up(std::chrono::nanoseconds after) const;
    failure refused() const;
    double random();

    pool_policy policy_;
    connection_opener opener_;
    pool_settings settings_;
    std::string endpoint_;  // as observers are told it
    std::minstd_rand generator_;
    asio::any_io_executor executor_;
    std::vector<pooled_connection> idle_;  // the one used last at the back
    std::size_t busy_ = 0;
    waiting_call::queue waiting_;
    std::optional<failure> last_failure_;  // to open one, since one was opened
    deadline_sweep deadlines_;
    std::optional<quiet_timer> timer_;  // for ages and deadlines
    steady_time look_at_ = steady_time::max();
    bool is_shut_down_ = false;
};

}  // namespace ddbsnap::net
