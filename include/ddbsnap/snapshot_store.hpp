#pragma once

#include <ddbsnap/aws_config.hpp>
#include <ddbsnap/boost_version.hpp>
#include <ddbsnap/metrics.hpp>
#include <ddbsnap/operations.hpp>
#include <ddbsnap/snapshot.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap {

struct save_request {
    std::string series;
    std::string name;  ///< empty: default_snapshot_name()
    std::string body;
    body_kind kind = body_kind::text;
    /// Default: now, moved on so that it is later than any earlier save of the series by this store object.
    std::optional<system_time> created;
    /// The snapshot is not returned any more after this time, and is removed by the table's time to live.
    std::optional<std::chrono::seconds> ttl;
};

/// What became of one snapshot that was stored together with others.
struct save_receipt {
    snapshot_info info;
    /// False: another writer has stored a newer one of the series already, and `last` gives that.
    bool is_newest = true;
    std::optional<system_time> newest{};  ///< time of that newer one, where it is known
};

struct save_all_output {
    std::vector<result<save_receipt>> snapshots;  ///< in the order of the requests
    std::size_t requests = 0;                     ///< calls that were made for it
    double write_units = 0;                       ///< capacity that DynamoDB says it took; 0 for files
};

struct retention {
    std::optional<std::size_t> keep;                 ///< keep the newest N
    std::optional<std::chrono::seconds> older_than;  ///< remove only what is older than this
    /// Instead of snapshots, remove what an interrupted save left behind: parts older than an hour whose
    /// snapshot is not there; of a file store, temporary files of that age. Not together with the two above.
    bool orphans = false;
    bool dry_run = false;
    /// Called as snapshots are removed (or would be): done, of how many.
    std::function<void(std::size_t done, std::size_t total)> progress;
};

/// Something that was passed over while reading: an unreadable file, an item of another shape.
using store_warning = std::function<void(std::string const& what)>;

/// Where snapshots are kept. Operations of one store may run at the same time on its executor.
///
/// @errors each operation: errc::invalid_name, and what the file system or the client reports
/// @cancellation terminal; a write that was already sent may still be applied
class snapshot_store {
   public:
    virtual ~snapshot_store() = default;

    /// "dynamodb:Snapshots2 in eu-west-1", "file:logs/config": for people.
    virtual std::string describe() const = 0;

    /// Stores a snapshot durably. Returns what was stored, with the name and time it got.
    /// @errors errc::snapshot_too_large, errc::already_exists (file store: a snapshot of that name and time)
    virtual boost::asio::awaitable<result<snapshot_info>> save(save_request) = 0;

    /// Stores snapshots of different series together, with as few requests as there can be: what fits goes 25
    /// at a time. Each succeeds or fails by itself; what DynamoDB left unprocessed fails with
    /// service_errc::throttling, and is not sent again here. A store without a way of its own saves one after
    /// the other.
    ///
    /// @param requests  must stay as they are until it has ended; no series twice
    virtual boost::asio::awaitable<save_all_output> save_all(std::span<save_request const> requests);

    /// The newest snapshot of a series. What cannot be read is passed over with a warning, but for what the
    /// head of a table's series names.
    /// @errors errc::not_found when there is none; errc::corrupt_snapshot
    virtual boost::asio::awaitable<result<snapshot>> last(std::string series) = 0;

    /// The snapshot of that name; the newest if there are several.
    /// @errors errc::not_found, errc::corrupt_snapshot
    virtual boost::asio::awaitable<result<snapshot>> get(std::string series, std::string name) = 0;

    /// The snapshot of that name and time, where several may have the name. A store without a way of its own
    /// finds only the newest of the name.
    /// @errors errc::not_found
    virtual boost::asio::awaitable<result<snapshot>> get_at(std::string series, std::string name,
                                                            system_time created);

    /// Newest first, at most `limit`.
    virtual boost::asio::awaitable<result<std::vector<snapshot_info>>> list(std::string series,
                                                                            std::size_t limit) = 0;

    /// Removes old snapshots, never the newest. Returns what was removed, or would be: with `orphans` the
    /// parts (files: the temporary files), by their names.
    /// @errors errc::invalid_argument when nothing of `keep`, `older_than` and `orphans` is set, or `orphans`
    ///         beside another one
    virtual boost::asio::awaitable<result<std::vector<snapshot_info>>> prune(std::string series,
                                                                             retention) = 0;
};

struct store_options {
    world outside;
    aws_config_overrides aws;  ///< what the URI says goes before these
    std::string time_zone = "UTC";
    int lookback_months = 24;  ///< how far back the month index is read
    bool head = true;          ///< keep and read the head item
    store_warning warn;        ///< null: passed over in silence
    /// Is told what the table's client does, as client_metrics; null: nobody listens. Files have no client.
    std::shared_ptr<client_observer> observer;
};

/// Opens a store by its URI: `dynamodb:TABLE[?region=R&endpoint=URL&profile=P]` or `file:DIR`. Nothing is
/// connected or created before the first operation.
///
/// @errors errc::invalid_argument, errc::not_supported (no files in this build), load_aws_config()'s
result<std::unique_ptr<snapshot_store>> open_store(boost::asio::any_io_executor, std::string_view uri,
                                                   store_options);

/// Index that finds the snapshots of a month.
inline constexpr char const* month_index = "createdOnMonth-index";

/// The request that creates a table for snapshots, as the TorchServe plugin's document has it: provisioned
/// with 10 read and 5 write units for table and index, or on demand.
create_table_request snapshot_table(std::string table, billing_mode);

/// Whether a table can hold snapshots: its keys and its index.
/// @errors errc::table_mismatch, errc::index_missing
result<void> check_snapshot_table(table_description const&);

/// The attribute that holds a snapshot's time to live.
inline constexpr char const* expiry_attribute = "expiresAt";

/// TorchServe's own `config/` directory, one file a snapshot. Not there without DDBSNAP_WITH_FILE_STORE.
std::unique_ptr<snapshot_store> open_file_store(std::string directory, store_options);

}  // namespace ddbsnap
