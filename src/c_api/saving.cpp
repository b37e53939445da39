#include "c_api/boundary.hpp"
#include "c_api/handle.hpp"
#include "c_api/status.hpp"

#include <algorithm>
#include <fmt/format.h>

using namespace ddbsnap;
using namespace ddbsnap::c_api;

namespace {

failure invalid(char const* why) { return failure(errc::invalid_argument, why); }

// A caller that was compiled with an older header has fewer members, which are zero then; one with a newer
// header may have more, as long as they are zero.
result<ddbsnap_save_details> copy_of(ddbsnap_save_details const& given) {
    auto const own = sizeof(ddbsnap_save_details);
    if (given.struct_size < own) return invalid("struct_size is not set; use DDBSNAP_SAVE_DETAILS_INIT");
    auto const* const bytes = reinterpret_cast<unsigned char const*>(&given);
    auto const is_set = [](unsigned char b) { return b != 0; };
    if (std::any_of(bytes + own, bytes + given.struct_size, is_set))
        return invalid("the details say something that this version of the library does not know");
    return given;
}

result<save_details> read(ddbsnap_save_details const* given) {
    save_details details;
    if (!given) return details;
    auto const copy = copy_of(*given);
    if (!copy) return copy.error();
    if (copy->ttl_seconds < 0) return invalid("ttl_seconds is negative");
    if (copy->name) {
        if (auto ok = check_snapshot_name(copy->name); !ok) return std::move(ok).error();
        details.name = copy->name;
    }
    if (copy->is_binary) details.kind = body_kind::binary;
    if (copy->ttl_seconds > 0) details.ttl = std::chrono::seconds(copy->ttl_seconds);
    return details;
}

struct save_call {
    std::string series;
    std::string body;
    save_details details;
};

result<save_call> read(ddbsnap_handle& h, char const* series, void const* body, std::size_t size,
                       ddbsnap_save_details const* given) {
    if (!body && size != 0) return invalid("the body is NULL");
    auto details = read(given);
    if (!details) return std::move(details).error();
    save_call call{h.series_or_own(series), {}, *std::move(details)};
    if (auto ok = check_series_name(call.series); !ok) return std::move(ok).error();
    // Before it is copied: a size may be anything.
    if (size > max_snapshot_size) {
        ++h.refused_here;
        return failure(errc::snapshot_too_large,
                       fmt::format("series \"{}\": a body of {} bytes; {} are the limit", call.series, size,
                                   max_snapshot_size));
    }
    call.body.assign(static_cast<char const*>(body), size);
    return call;
}

char const* next_step_of(std::error_code refused) {
    if (refused == errc::queue_full) return "flush, or set a larger max_pending_bytes";
    if (refused == errc::snapshot_too_large) return "set a larger max_pending_bytes";
    return "";
}

ddbsnap_status save(ddbsnap_handle& h, save_call call) {
    auto const refused = h.writer->save(call.series, std::move(call.body), std::move(call.details));
    if (!refused) return DDBSNAP_OK;
    return refuse(failure(refused, fmt::format("series \"{}\": {}", call.series, refused.message()),
                          next_step_of(refused)));
}

ddbsnap_status save_and_wait(ddbsnap_handle& h, save_call call, until level, std::int64_t timeout_ms,
                             ddbsnap_outcome* outcome) {
    auto const series = call.series;
    auto saved = h.runtime->wait(
        h.writer->save_and_wait(std::move(call.series), std::move(call.body), level, std::move(call.details)),
        timeout_of(timeout_ms));
    if (saved) {
        if (outcome) *outcome = outcome_of(saved->outcome);
        return DDBSNAP_OK;
    }
    // Nobody but the clock has cancelled it.
    if (saved.error().code() == condition::cancelled)
        return refuse(DDBSNAP_TIMEOUT, fmt::format("series \"{}\": not safe within {} ms; it stays accepted",
                                                   series, timeout_ms));
    // The writer's own deadline, or its end.
    if (saved.error().code() == condition::timeout)
        return refuse(DDBSNAP_NOT_STORED, saved.error().to_string());
    return refuse(saved.error());
}

}  // namespace

ddbsnap_status ddbsnap_save(ddbsnap_handle* handle, char const* series, void const* body, std::size_t size,
                            ddbsnap_save_details const* details) {
    if (auto const bad = check(handle)) return bad;
    return guarded([&] {
        auto call = read(*handle, series, body, size, details);
        return call ? save(*handle, *std::move(call)) : refuse(call.error());
    });
}

ddbsnap_status ddbsnap_save_and_wait(ddbsnap_handle* handle, char const* series, void const* body,
                                     std::size_t size, ddbsnap_save_details const* details, int level,
                                     std::int64_t timeout_ms, ddbsnap_outcome* outcome) {
    if (outcome) *outcome = ddbsnap_outcome{};
    if (auto const bad = check_for_waiting(handle)) return bad;
    if (level != DDBSNAP_UNTIL_SPOOLED && level != DDBSNAP_UNTIL_STORED)
        return refuse(DDBSNAP_INVALID, "there is no such ddbsnap_safety");
    return guarded([&] {
        auto call = read(*handle, series, body, size, details);
        if (!call) return refuse(call.error());
        auto const safe = level == DDBSNAP_UNTIL_STORED ? until::stored : until::spooled;
        return save_and_wait(*handle, *std::move(call), safe, timeout_ms, outcome);
    });
}
