#include <ddbsnap/client_metrics.hpp>
#include <ddbsnap/error.hpp>

namespace ddbsnap {
namespace {

bool is_conflict(std::error_code code) noexcept {
    return code == service_errc::conditional_check_failed || code == service_errc::transaction_canceled ||
           code == service_errc::transaction_conflict || code == service_errc::replicated_write_conflict ||
           code == service_errc::idempotent_parameter_mismatch || code == service_errc::resource_in_use ||
           code == errc::condition_failed || code == errc::already_exists;
}

bool is_damage(std::error_code code) noexcept {
    return code == errc::malformed_response || code == errc::checksum_mismatch ||
           code == errc::response_too_large;
}

}  // namespace

failure_kind kind_of(std::error_code code) noexcept {
    if (code == condition::timeout || code == service_errc::request_timeout) return failure_kind::timeout;
    if (code == condition::cancelled) return failure_kind::cancelled;
    if (code == condition::throttled) return failure_kind::throttled;
    if (code == condition::unauthorized) return failure_kind::unauthorized;
    if (code == condition::not_found) return failure_kind::not_found;
    if (code == condition::unreachable) return failure_kind::unreachable;
    if (code == condition::bad_request) return failure_kind::bad_request;
    if (is_conflict(code)) return failure_kind::conflict;
    if (is_damage(code)) return failure_kind::damaged;
    if (code == service_errc::internal_server_error || code == service_errc::service_unavailable)
        return failure_kind::server;
    return failure_kind::other;
}

std::string_view to_string(failure_kind kind) noexcept {
    switch (kind) {
        case failure_kind::timeout:
            return "timeout";
        case failure_kind::cancelled:
            return "cancelled";
        case failure_kind::throttled:
            return "throttled";
        case failure_kind::unauthorized:
            return "unauthorized";
        case failure_kind::not_found:
            return "not_found";
        case failure_kind::unreachable:
            return "unreachable";
        case failure_kind::bad_request:
            return "bad_request";
        case failure_kind::conflict:
            return "conflict";
        case failure_kind::server:
            return "server";
        case failure_kind::damaged:
            return "damaged";
        case failure_kind::other:
            break;
    }
    return "other";
}

}  // namespace ddbsnap
