#include <ddbsnap/error.hpp>

#include <fmt/format.h>

namespace ddbsnap {
namespace {

char const* text_of(errc e) noexcept {
    switch (e) {
        case errc::invalid_argument:
            return "invalid argument";
        case errc::invalid_name:
            return "invalid name";
        case errc::item_too_large:
            return "item too large";
        case errc::not_supported:
            return "not supported";
        case errc::snapshot_too_large:
            return "snapshot too large";
        case errc::invalid_configuration:
            return "invalid configuration";
        case errc::malformed_file:
            return "malformed file";
        case errc::missing_region:
            return "no region is configured";
        case errc::credentials_not_configured:
            return "credentials are not configured here";
        case errc::no_credentials:
            return "no credentials were found";
        case errc::credentials_failed:
            return "credentials are configured but cannot be used";
        case errc::resolve_failed:
            return "host name cannot be resolved";
        case errc::connect_failed:
            return "connection failed";
        case errc::connection_closed:
            return "connection closed by the peer";
        case errc::certificate_rejected:
            return "certificate rejected";
        case errc::tls_failed:
            return "TLS failed";
        case errc::timeout:
            return "timed out";
        case errc::operation_aborted:
            return "cancelled";
        case errc::malformed_response:
            return "malformed response";
        case errc::response_too_large:
            return "response too large";
        case errc::checksum_mismatch:
            return "checksum mismatch";
        case errc::too_many_waiting:
            return "too many calls wait for a connection";
        case errc::not_found:
            return "not found";
        case errc::table_missing:
            return "table does not exist";
        case errc::index_missing:
            return "index does not exist";
        case errc::table_mismatch:
            return "table has another key schema";
        case errc::already_exists:
            return "already exists";
        case errc::condition_failed:
            return "condition failed";
        case errc::corrupt_snapshot:
            return "corrupt snapshot";
        case errc::io_error:
            return "input/output error";
        case errc::queue_full:
            return "the writer's queue is full";
        case errc::writer_closed:
            return "the writer is closed";
        case errc::producer_failed:
            return "the snapshot's producer failed";
        case errc::spool_in_use:
            return "the spool directory is in use";
    }
    return "unknown error";
}

char const* text_of(service_errc e) noexcept {
    switch (e) {
        case service_errc::unknown:
            return "unknown service error";
        case service_errc::access_denied:
            return "access denied";
        case service_errc::conditional_check_failed:
            return "the conditional request failed";
        case service_errc::expired_token:
            return "the security token is expired";
        case service_errc::idempotent_parameter_mismatch:
            return "idempotent parameter mismatch";
        case service_errc::incomplete_signature:
            return "incomplete signature";
        case service_errc::internal_server_error:
            return "internal server error";
        case service_errc::invalid_signature:
            return "invalid signature";
        case service_errc::item_collection_size_limit_exceeded:
            return "item collection size limit exceeded";
        case service_errc::limit_exceeded:
            return "limit exceeded";
        case service_errc::missing_authentication_token:
            return "missing authentication token";
        case service_errc::provisioned_throughput_exceeded:
            return "provisioned throughput exceeded";
        case service_errc::replicated_write_conflict:
            return "replicated write conflict";
        case service_errc::request_limit_exceeded:
            return "request limit exceeded";
        case service_errc::request_timeout:
            return "request timed out at the service";
        case service_errc::request_too_large:
            return "request too large";
        case service_errc::resource_in_use:
            return "resource in use";
        case service_errc::resource_not_found:
            return "resource not found";
        case service_errc::serialization:
            return "serialization error";
        case service_errc::service_unavailable:
            return "service unavailable";
        case service_errc::throttling:
            return "throttled";
        case service_errc::transaction_canceled:
            return "transaction cancelled";
        case service_errc::transaction_conflict:
            return "transaction conflict";
        case service_errc::transaction_in_progress:
            return "transaction in progress";
        case service_errc::unknown_operation:
            return "unknown operation";
        case service_errc::unrecognized_client:
            return "unrecognized client";
        case service_errc::validation:
            return "validation error";
    }
    return "unknown service error";
}

char const* text_of(condition c) noexcept {
    switch (c) {
        case condition::timeout:
            return "timed out";
        case condition::cancelled:
            return "cancelled";
        case condition::throttled:
            return "throttled";
        case condition::unauthorized:
            return "unauthorized";
        case condition::not_found:
            return "not found";
        case condition::unreachable:
            return "unreachable";
        case condition::bad_request:
            return "bad request";
    }
    return "unknown condition";
}

std::error_condition meaning_of(errc e) noexcept {
    switch (e) {
        case errc::timeout:
            return condition::timeout;
        case errc::operation_aborted:
            return condition::cancelled;
        case errc::no_credentials:
        case errc::credentials_failed:
            return condition::unauthorized;
        case errc::not_found:
        case errc::table_missing:
        case errc::index_missing:
            return condition::not_found;
        case errc::resolve_failed:
        case errc::connect_failed:
        case errc::connection_closed:
        case errc::certificate_rejected:
        case errc::tls_failed:
        case errc::too_many_waiting:
            return condition::unreachable;
        case errc::invalid_argument:
        case errc::invalid_name:
        case errc::item_too_large:
        case errc::snapshot_too_large:
            return condition::bad_request;
        default:
            return {static_cast<int>(e), error_category()};
    }
}

std::error_condition meaning_of(service_errc e) noexcept {
    switch (e) {
        case service_errc::limit_exceeded:
        case service_errc::provisioned_throughput_exceeded:
        case service_errc::request_limit_exceeded:
        case service_errc::throttling:
        case service_errc::transaction_in_progress:
            return condition::throttled;
        case service_errc::access_denied:
        case service_errc::expired_token:
        case service_errc::incomplete_signature:
        case service_errc::invalid_signature:
        case service_errc::missing_authentication_token:
        case service_errc::unrecognized_client:
            return condition::unauthorized;
        case service_errc::resource_not_found:
            return condition::not_found;
        case service_errc::request_too_large:
        case service_errc::serialization:
        case service_errc::unknown_operation:
        case service_errc::validation:
            return condition::bad_request;
        default:
            return {static_cast<int>(e), service_category()};
    }
}

template <class Code>
class enum_category final : public std::error_category {
   public:
    explicit constexpr enum_category(char const* name) noexcept : name_(name) {}
    char const* name() const noexcept override { return name_; }
    std::string message(int value) const override { return text_of(static_cast<Code>(value)); }
    std::error_condition default_error_condition(int value) const noexcept override {
        if constexpr (std::is_same_v<Code, condition>)
            return {value, *this};
        else
            return meaning_of(static_cast<Code>(value));
    }

   private:
    char const* name_;
};

// Stays as it is until the process is gone: while that exits, other threads may go on failing.
template <class Category>
union lasting {
    explicit lasting(char const* name) : value{name} {}
    ~lasting() {}
    Category value;
};

}  // namespace

std::error_category const& error_category() noexcept {
    static lasting<enum_category<errc>> const category{"ddbsnap"};
    return category.value;
}

std::error_category const& service_category() noexcept {
    static lasting<enum_category<service_errc>> const category{"dynamodb"};
    return category.value;
}

std::error_category const& condition_category() noexcept {
    static lasting<enum_category<condition>> const category{"ddbsnap.condition"};
    return category.value;
}

std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), error_category()}; }
std::error_code make_error_code(service_errc e) noexcept { return {static_cast<int>(e), service_category()}; }
std::error_condition make_error_condition(condition c) noexcept {
    return {static_cast<int>(c), condition_category()};
}

failure& failure::add_context(std::string_view context) {
    details_.message = fmt::format("{}: {}", context, details_.message);
    return *this;
}

failure& failure::suggest(std::string_view next_step) {
    if (details_.next_step.empty()) details_.next_step = next_step;
    return *this;
}

std::string failure::to_string() const {
    auto text = details_.message.empty() ? code_.message() : details_.message;
    if (details_.may_have_been_applied) text += "; the write may have been applied all the same";
    if (!details_.request_id.empty()) text += fmt::format(" (request {})", details_.request_id);
    if (!details_.next_step.empty()) text += fmt::format("; {}", details_.next_step);
    return text;
}

}  // namespace ddbsnap
