#include "snapshot/writer_text.hpp"

#include "core/exposition_writer.hpp"

namespace ddbsnap {

std::string writer_text(writer_stats const& s) {
    exposition_writer out({});
    auto const single = [&](std::string_view name, std::string_view type, std::string_view help, auto value) {
        out.begin(name, type, help);
        out.sample(name, {}, value);
    };
    auto const counter = [&](std::string_view name, std::string_view help, auto value) {
        single(name, "counter", help, value);
    };
    counter("ddbsnap_writer_saves_total", "Snapshots that were accepted.", s.accepted);
    counter("ddbsnap_writer_refused_total", "Saves that were refused: queue full, closed, too large.",
            s.refused);
    counter("ddbsnap_writer_replayed_total", "Snapshots found in the spool directory.", s.replayed);
    constexpr std::string_view ended = "ddbsnap_writer_ended_total";
    out.begin(ended, "counter", "Snapshots by what became of them.");
    out.sample(ended, {{"outcome", "stored"}}, s.stored);
    out.sample(ended, {{"outcome", "superseded"}}, s.superseded);
    out.sample(ended, {{"outcome", "spooled"}}, s.spooled);
    out.sample(ended, {{"outcome", "failed"}}, s.failed);
    single("ddbsnap_writer_pending", "gauge", "Snapshots that have not ended.", std::uint64_t{s.pending});
    single("ddbsnap_writer_pending_bytes", "gauge", "Memory of these.", std::uint64_t{s.pending_bytes});
    counter("ddbsnap_writer_superseded_by_other_total",
            "Snapshots stored when another writer had stored a newer one.", s.superseded_by_other);
    counter("ddbsnap_writer_batches_total", "Batches handed to the store.", s.batches);
    counter("ddbsnap_writer_requests_total", "Requests that the store made of them.", s.requests);
    counter("ddbsnap_writer_retries_total", "Snapshots handed to the store once more.", s.retries);
    counter("ddbsnap_writer_throttled_total", "Snapshots that came back for throttling.", s.throttled);
    counter("ddbsnap_writer_write_units_total", "Capacity consumed, as DynamoDB says.", s.write_units);
    counter("ddbsnap_writer_spool_writes_total", "Files written to the spool directory.", s.spool_writes);
    counter("ddbsnap_writer_spool_failures_total", "Files that could not be written or removed.",
            s.spool_failures);
    constexpr std::string_view store_times = "ddbsnap_writer_store_duration_seconds";
    out.begin(store_times, "histogram", "From a save to its snapshot being stored.");
    out.histogram(store_times, {}, s.store_times);
    constexpr std::string_view batch_times = "ddbsnap_writer_batch_duration_seconds";
    out.begin(batch_times, "histogram", "From handing a batch to the store to its answer.");
    out.histogram(batch_times, {}, s.batch_times);
    return std::move(out).take();
}

}  // namespace ddbsnap
