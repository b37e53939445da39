#include "c_api/boundary.hpp"
#include "c_api/handle.hpp"

using namespace ddbsnap::c_api;

ddbsnap_status ddbsnap_get_stats(ddbsnap_handle* handle, ddbsnap_stats* stats) {
    if (!stats) return refuse(DDBSNAP_INVALID, "there is no place for the stats");
    // More members may come; the first version's are there in any case.
    if (stats->struct_size < sizeof(ddbsnap_stats))
        return refuse(DDBSNAP_INVALID, "struct_size is not set; use DDBSNAP_STATS_INIT");
    if (auto const bad = check(handle)) return bad;
    return guarded([&] {
        auto const s = handle->writer->stats();
        ddbsnap_stats filled{};
        filled.struct_size = sizeof(filled);
        filled.accepted = s.accepted;
        filled.refused = s.refused + handle->refused_here;
        filled.replayed = s.replayed;
        filled.stored = s.stored;
        filled.superseded = s.superseded;
        filled.spooled = s.spooled;
        filled.failed = s.failed;
        filled.pending = s.pending;
        filled.pending_bytes = s.pending_bytes;
        filled.superseded_by_other = s.superseded_by_other;
        filled.batches = s.batches;
        filled.requests = s.requests;
        filled.retries = s.retries;
        filled.throttled = s.throttled;
        filled.spool_writes = s.spool_writes;
        filled.spool_failures = s.spool_failures;
        filled.write_units = s.write_units;
        filled.store_seconds = s.store_times.sum;
        *stats = filled;
        return DDBSNAP_OK;
    });
}
