#pragma once

#include <ddbsnap/snapshot_store.hpp>
#include <ddbsnap/writer_stats.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace ddbsnap {

class writer_core;

/// How a snapshot that save() accepted ends: in exactly one of these ways, once.
enum class save_outcome {
    stored,      ///< it is in the store
    superseded,  ///< a newer one of its series came before it was stored
    spooled,     ///< it is not in the store, but in the spool directory, whence the next start takes it
    failed,      ///< it is nowhere, for the reason that is given
};

std::string_view to_string(save_outcome) noexcept;

struct save_report {
    save_outcome outcome = save_outcome::failed;
    /// `size` is unknown where a producer was never asked.
    snapshot_info snapshot;
    std::optional<failure> why;  ///< of `failed`, and of `spooled` where the store gave a reason
    /// It is stored, but another writer had stored a newer one of the series.
    bool superseded_by_other = false;
};

/// Gives a snapshot's body when it is asked for.
using snapshot_producer = std::function<std::string()>;

/// What a save may say besides the body.
struct save_details {
    // No aggregate: GCC 12 frees one twice that is made among the arguments of a call that is awaited.
    save_details() = default;

    std::string name;  ///< empty: default_snapshot_name()
    body_kind kind = body_kind::text;
    std::optional<std::chrono::seconds> ttl;  ///< from the time at which it is sent
    /// Default: now. Moved on so that it is later than any earlier save of the series by this writer, and
    /// than what another writer is seen to have stored, as one before a step back of the clock.
    std::optional<system_time> created{};
};

struct writer_options {
    /// A series is sent when nothing was saved to it for so long,
    std::chrono::milliseconds quiet{50};
    /// and no later than this after its first snapshot that has not been sent. Half of it has to have passed
    /// for a series to go along with a batch of others before.
    std::chrono::milliseconds max_wait{1000};
    /// A snapshot that could not be stored for so long since its save is given up: spooled or failed. The
    /// spool directory has its turn first, for ten seconds at most, and a producer is asked at least once.
    std::chrono::milliseconds deadline = std::chrono::milliseconds::max();
    /// Bodies that wait or are under way, and 256 bytes for each snapshot on top.
    std::size_t max_pending_bytes = 64 << 20;
    /// Batches that are under way at the same time, of at most 25 snapshots each.
    std::size_t max_in_flight = 4;
    /// The newest snapshot of each series that is not stored yet is kept in this directory too; it is
    /// created. Empty: nothing outlives the process. Belongs to one process at a time.
    std::string spool_dir;
    /// Is told of each snapshot's end, on the writer's executor. It must not throw, and may call save().
    std::function<void(save_report const&)> on_end;
    /// Of failures of a kind there is one line a minute at most (every ten seconds where it goes well in
    /// between), however many there are: the counters and on_end have them all. A line at `info` says that
    /// saving works again.
    logger log;
    std::function<double()> random;  ///< in [0, 1), spreads the pauses; null: a generator of its own
};

/// What "safe" means to the caller of save_and_wait().
enum class until { spooled, stored };

/// What flush() and close() came to.
struct flush_outcome {
    /// Snapshots that are not in the store: for close() how each ended, for flush() nothing but their names
    /// and times; they go on waiting.
    std::vector<save_report> not_stored;

    bool is_complete() const noexcept { return not_stored.empty(); }
};

/// Saves snapshots in the background: debounced, batched, bounded, in order, and without making anybody wait.
///
///     auto writer = snapshot_writer::open(loop.get_executor(), store, {}).value();
///     auto const state = writer.series("host-7").value();
///     ...
///     if (auto const refused = writer.save(state, serialize())) log(refused.message());
///
/// Of a series only the newest snapshot is sent, and only one at a time, so that the store never sees an
/// older one after a newer one. What may pass (throttling, an endpoint that cannot be reached, keys that
/// cannot be had) is tried again until it is stored, superseded or given up; what cannot (no such table, no
/// right, a body that is too large) ends at once; with a spool directory, what is good in itself ends when it
/// is in there.
///
/// A writer with nothing to do does not keep its executor's loop running. It should be closed; if it is
/// destroyed before, snapshots that are not stored end as spooled or failed, as far as the loop still runs.
///
/// @thread_safety save(), series(), stats() and prometheus_text() may be called from any thread at any time;
///                everything else on the writer's executor, which must be that of the store, and run one
///                handler at a time
class snapshot_writer {
   public:
    /// A series of the writer, for save() without a look-up. Valid as long as the writer.
    class series_handle {
       public:
        series_handle() = default;

       private:
        friend class snapshot_writer;
        explicit series_handle(std::size_t i) : index_(i) {}

        std::size_t index_ = 0;
    };

    /// With a spool directory: locks it and reads what an earlier process left there, which then goes to the
    /// store unless that has something newer. This blocks for some small reads.
    ///
    /// @errors errc::spool_in_use, with the other process' number; errc::io_error (the directory cannot be
    ///         created, read or written); errc::invalid_argument (a setting that cannot be meant)
    static result<snapshot_writer> open(boost::asio::any_io_executor, std::shared_ptr<snapshot_store>,
                                        writer_options = {});

    snapshot_writer(snapshot_writer&&) noexcept;
    snapshot_writer& operator=(snapshot_writer&&) noexcept;
    ~snapshot_writer();

    /// @errors errc::invalid_name
    result<series_handle> series(std::string_view name);

    /// Accepts a snapshot, to be stored in the background. Never blocks and never waits.
    ///
    /// @return no error: accepted; errc::queue_full, errc::writer_closed, errc::snapshot_too_large: nothing
    ///         was changed, and what was accepted before stays; errc::invalid_name
    std::error_code save(series_handle series, std::string body, save_details details = {});
    std::error_code save(std::string_view series, std::string body, save_details details = {});

    /// The same with a producer, which is called on the writer's executor if and when the snapshot is really
    /// going to be written, once unless the queue has no room for what it gives. What it throws ends the
    /// snapshot with errc::producer_failed. It is destroyed there, or in a save() that takes its place, and
    /// may save again.
    std::error_code save(series_handle series, snapshot_producer producer, save_details details = {});
    std::error_code save(std::string_view series, snapshot_producer producer, save_details details = {});

    /// Saves, and waits until the snapshot is safe, or a newer one of its series is, which holds what this
    /// one held: the outcome is `superseded` then. With until::spooled it may be `stored`, where that was
    /// faster.
    ///
    /// @errors those of save(); errc::invalid_argument for until::spooled without a spool directory; the
    ///         reason for which it could not be stored or spooled
    /// @cancellation terminal: the wait ends, the snapshot stays accepted
    boost::asio::awaitable<result<save_report>> save_and_wait(std::string series, std::string body, until,
                                                              save_details details = {});

    /// The newest snapshot of a series that stands in the spool directory: for a start, at which the store
    /// may be away, or have an older one. Ask for it before the store's last(), to which it may be on its
    /// way.
    ///
    /// @errors errc::not_found (also without a spool directory); errc::corrupt_snapshot; errc::io_error
    boost::asio::awaitable<result<snapshot>> spooled(std::string series);

    /// Sends now what was accepted up to here, and waits until that or something newer of each series is
    /// stored, or can be no more, or for the time.
    /// @cancellation terminal: as at the end of the time
    boost::asio::awaitable<flush_outcome> flush(std::chrono::milliseconds at_most);

    /// Refuses further saves, flushes, and ends what could not be stored in time as spooled or failed.
    /// @cancellation terminal: as at the end of the time
    boost::asio::awaitable<flush_outcome> close(std::chrono::milliseconds at_most);

    writer_stats stats() const;
    /// Prometheus' text exposition format, version 0.0.4.
    std::string prometheus_text() const;

    boost::asio::any_io_executor executor() const;

   private:
    explicit snapshot_writer(std::shared_ptr<writer_core>);

    std::shared_ptr<writer_core> core_;
};

}  // namespace ddbsnap
