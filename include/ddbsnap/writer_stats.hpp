#pragma once

#include <ddbsnap/client_metrics.hpp>

#include <cstddef>
#include <cstdint>

namespace ddbsnap {

/// What a snapshot_writer has done so far. At any time
/// `accepted + replayed == stored + superseded + spooled + failed + pending`.
struct writer_stats {
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;   ///< saves that were not accepted: queue full, closed, too large
    std::uint64_t replayed = 0;  ///< found in the spool directory at the start

    std::uint64_t stored = 0;
    std::uint64_t superseded = 0;
    std::uint64_t spooled = 0;  ///< left in the spool directory for the next start
    std::uint64_t failed = 0;
    std::size_t pending = 0;        ///< neither of these yet
    std::size_t pending_bytes = 0;  ///< compared with max_pending_bytes

    std::uint64_t superseded_by_other = 0;  ///< of `stored`: another writer had stored something newer
    std::uint64_t batches = 0;              ///< of snapshots, handed to the store
    std::uint64_t requests = 0;             ///< that the store made of them
    std::uint64_t retries = 0;              ///< snapshots handed to the store once more
    std::uint64_t throttled = 0;            ///< of these: for throttling
    double write_units = 0;                 ///< capacity consumed, as DynamoDB says

    std::uint64_t spool_writes = 0;
    std::uint64_t spool_failures = 0;  ///< files that could not be written, read or removed

    latency_counts store_times;  ///< from a save to its snapshot being stored
    latency_counts batch_times;  ///< from handing a batch to the store to its answer
};

}  // namespace ddbsnap
