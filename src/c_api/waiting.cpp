#include "c_api/boundary.hpp"
#include "c_api/handle.hpp"
#include "c_api/reports.hpp"

#include <fmt/format.h>

using namespace ddbsnap;
using namespace ddbsnap::c_api;

namespace {

ddbsnap_status last(ddbsnap_handle& h, std::string series, std::int64_t timeout_ms, ddbsnap_snapshot** out) {
    if (auto const ok = check_series_name(series); !ok) return refuse(ok.error());
    auto const newest = h.runtime->wait(h.store->last(series), timeout_of(timeout_ms));
    if (newest) {
        *out = copy_snapshot(*newest);
        return DDBSNAP_OK;
    }
    // Nobody but the clock has cancelled it.
    if (newest.error().code() == condition::cancelled)
        return refuse(DDBSNAP_TIMEOUT, fmt::format("series \"{}\" of {}: no answer within {} ms", series,
                                                   h.store->describe(), timeout_ms));
    return refuse(newest.error());
}

}  // namespace

ddbsnap_status ddbsnap_last(ddbsnap_handle* handle, char const* series, std::int64_t timeout_ms,
                            ddbsnap_snapshot** snapshot) {
    if (!snapshot) return refuse(DDBSNAP_INVALID, "there is no place for the snapshot");
    *snapshot = nullptr;
    if (auto const bad = check_for_waiting(handle)) return bad;
    return guarded([&] { return last(*handle, handle->series_or_own(series), timeout_ms, snapshot); });
}

ddbsnap_status ddbsnap_flush(ddbsnap_handle* handle, std::int64_t timeout_ms, std::size_t* waiting) {
    if (waiting) *waiting = 0;
    if (auto const bad = check_for_waiting(handle)) return bad;
    return guarded([&] {
        auto const left = handle->runtime->wait(handle->writer->flush(timeout_of(timeout_ms))).not_stored;
        if (left.empty()) return DDBSNAP_OK;
        if (waiting) *waiting = left.size();
        return refuse(DDBSNAP_TIMEOUT, fmt::format("{} of the snapshots still wait after {} ms, of series "
                                                   "\"{}\" and others",
                                                   left.size(), timeout_ms, left.front().snapshot.series));
    });
}

ddbsnap_status ddbsnap_close(ddbsnap_handle* handle, std::int64_t timeout_ms, ddbsnap_reports** not_stored) {
    if (not_stored) *not_stored = nullptr;
    if (auto const bad = check_for_waiting(handle)) return bad;
    return guarded([&] {
        auto const left = handle->runtime->wait(handle->writer->close(timeout_of(timeout_ms))).not_stored;
        if (left.empty()) return DDBSNAP_OK;
        if (not_stored) *not_stored = copy_reports(left);
        auto const& first = left.front();
        return refuse(
            DDBSNAP_NOT_STORED,
            fmt::format("{} snapshots are not in the store; the first, of series \"{}\", is {}: {}",
                        left.size(), first.snapshot.series, to_string(first.outcome), message_of(first)));
    });
}
