#include "c_api/status.hpp"

namespace ddbsnap::c_api {
namespace {

// What a condition would say too little of, or nothing.
ddbsnap_status status_of_own(errc e) noexcept {
    switch (e) {
        case errc::not_found:
            return DDBSNAP_NOTHING_THERE;
        case errc::item_too_large:
        case errc::snapshot_too_large:
            return DDBSNAP_TOO_LARGE;
        case errc::writer_closed:
            return DDBSNAP_CLOSED;
        case errc::queue_full:
            return DDBSNAP_QUEUE_FULL;
        case errc::table_missing:
        case errc::index_missing:
        case errc::table_mismatch:
            return DDBSNAP_NO_TABLE;
        case errc::invalid_configuration:
        case errc::malformed_file:
        case errc::missing_region:
            return DDBSNAP_BAD_CONFIGURATION;
        case errc::not_supported:
            return DDBSNAP_INVALID;
        case errc::io_error:
            return DDBSNAP_IO_ERROR;
        case errc::spool_in_use:
            return DDBSNAP_SPOOL_IN_USE;
        default:
            return DDBSNAP_FAILED;
    }
}

}  // namespace

ddbsnap_status status_of(std::error_code code) noexcept {
    if (!code) return DDBSNAP_OK;
    if (code.category() == error_category()) {
        auto const own = status_of_own(static_cast<errc>(code.value()));
        if (own != DDBSNAP_FAILED) return own;
    }
    if (code == std::errc::not_enough_memory) return DDBSNAP_OUT_OF_MEMORY;
    if (code == service_errc::resource_not_found) return DDBSNAP_NO_TABLE;
    if (code == condition::timeout) return DDBSNAP_TIMEOUT;
    if (code == condition::throttled) return DDBSNAP_THROTTLED;
    if (code == condition::unauthorized) return DDBSNAP_UNAUTHORIZED;
    if (code == condition::unreachable) return DDBSNAP_UNREACHABLE;
    // What DynamoDB refuses as such was made here, not by the caller.
    if (code.category() == error_category() && code == condition::bad_request) return DDBSNAP_INVALID;
    return DDBSNAP_FAILED;
}

ddbsnap_outcome outcome_of(save_outcome outcome) noexcept {
    switch (outcome) {
        case save_outcome::stored:
            return DDBSNAP_OUTCOME_STORED;
        case save_outcome::superseded:
            return DDBSNAP_OUTCOME_SUPERSEDED;
        case save_outcome::spooled:
            return DDBSNAP_OUTCOME_SPOOLED;
        case save_outcome::failed:
            break;
    }
    return DDBSNAP_OUTCOME_FAILED;
}

}  // namespace ddbsnap::c_api
