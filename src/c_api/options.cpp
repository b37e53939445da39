#include "c_api/options.hpp"

#include "c_api/boundary.hpp"

#include <fmt/format.h>

using namespace ddbsnap::c_api;
using std::chrono::milliseconds;

namespace {

// Sets something of options that are there.
template <class F>
ddbsnap_status change(ddbsnap_options* options, F&& set) noexcept {
    if (!options) return refuse(DDBSNAP_INVALID, "options are NULL");
    return guarded([&] {
        set(*options);
        return DDBSNAP_OK;
    });
}

ddbsnap_status refuse_time(char const* what, std::int64_t ms) noexcept {
    return guarded([&] { return refuse(DDBSNAP_INVALID, fmt::format("{} cannot be {} ms", what, ms)); });
}

}  // namespace

ddbsnap_options* ddbsnap_options_create() {
    try {
        return new ddbsnap_options;
    } catch (std::bad_alloc const&) {
        refuse(DDBSNAP_OUT_OF_MEMORY, "out of memory");
        return nullptr;
    }
}

void ddbsnap_options_free(ddbsnap_options* options) { delete options; }

ddbsnap_status ddbsnap_options_set_store(ddbsnap_options* options, char const* uri) {
    if (!uri) return refuse(DDBSNAP_INVALID, "the store's URI is NULL");
    return change(options, [&](auto& o) { o.store = uri; });
}

ddbsnap_status ddbsnap_options_set_series(ddbsnap_options* options, char const* series) {
    if (!series) return refuse(DDBSNAP_INVALID, "the series is NULL; the unnamed one is \"\"");
    return guarded([&] {
        if (auto const ok = ddbsnap::check_series_name(series); !ok) return refuse(ok.error());
        return change(options, [&](auto& o) { o.series = series; });
    });
}

ddbsnap_status ddbsnap_options_set_quiet_ms(ddbsnap_options* options, std::int64_t quiet_ms) {
    if (quiet_ms < 0) return refuse_time("quiet", quiet_ms);
    return change(options, [&](auto& o) { o.writer.quiet = milliseconds(quiet_ms); });
}

ddbsnap_status ddbsnap_options_set_max_wait_ms(ddbsnap_options* options, std::int64_t max_wait_ms) {
    if (max_wait_ms < 0) return refuse_time("max_wait", max_wait_ms);
    return change(options, [&](auto& o) { o.writer.max_wait = milliseconds(max_wait_ms); });
}

ddbsnap_status ddbsnap_options_set_deadline_ms(ddbsnap_options* options, std::int64_t deadline_ms) {
    if (deadline_ms == 0) return refuse_time("the deadline", deadline_ms);
    return change(options, [&](auto& o) { o.writer.deadline = timeout_of(deadline_ms); });
}

ddbsnap_status ddbsnap_options_set_max_pending_bytes(ddbsnap_options* options, std::size_t bytes) {
    if (bytes < 4096) return refuse(DDBSNAP_INVALID, "max_pending_bytes must be at least 4096");
    return change(options, [&](auto& o) { o.writer.max_pending_bytes = bytes; });
}

ddbsnap_status ddbsnap_options_set_max_in_flight(ddbsnap_options* options, std::size_t batches) {
    if (batches == 0) return refuse(DDBSNAP_INVALID, "max_in_flight must be at least 1");
    return change(options, [&](auto& o) { o.writer.max_in_flight = batches; });
}

ddbsnap_status ddbsnap_options_set_spool_dir(ddbsnap_options* options, char const* directory) {
    return change(options, [&](auto& o) { o.writer.spool_dir = directory ? directory : ""; });
}

ddbsnap_status ddbsnap_options_set_outcome_callback(ddbsnap_options* options,
                                                    ddbsnap_outcome_callback callback, void* user_data) {
    return change(options, [&](auto& o) {
        o.on_outcome = callback;
        o.outcome_data = user_data;
    });
}

ddbsnap_status ddbsnap_options_set_log_callback(ddbsnap_options* options, int least,
                                                ddbsnap_log_callback callback, void* user_data) {
    if (least < DDBSNAP_LOG_TRACE || least > DDBSNAP_LOG_ERROR)
        return refuse(DDBSNAP_INVALID, "there is no such level of the log");
    return change(options, [&](auto& o) {
        o.log_from = static_cast<ddbsnap::log_level>(least);
        o.on_log = callback;
        o.log_data = user_data;
    });
}
