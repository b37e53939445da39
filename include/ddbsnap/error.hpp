#pragma once

#include <string>
#include <string_view>
#include <system_error>

namespace ddbsnap {

/// What went wrong, as seen by this library. Zero is success.
enum class errc {
    // Calling it wrongly: the same call can never succeed.
    invalid_argument = 1,
    invalid_name,    ///< a series or snapshot name outside its alphabet or length
    item_too_large,  ///< above 409,600 bytes as DynamoDB counts them
    not_supported,
    snapshot_too_large,  ///< a body above max_snapshot_size

    // Configuration.
    invalid_configuration = 20,
    malformed_file,  ///< a configuration, properties or snapshot file that does not parse
    missing_region,
    credentials_not_configured,  ///< a provider has nothing to say here; the chain goes on
    no_credentials,              ///< no provider of the chain had anything
    credentials_failed,          ///< a provider is configured but broken; the chain stops

    // The wire.
    resolve_failed = 40,
    connect_failed,
    connection_closed,  ///< the peer closed before the whole answer was there
    certificate_rejected,
    tls_failed,
    timeout,
    operation_aborted,   ///< cancelled by the caller
    malformed_response,  ///< not HTTP, not JSON, or not the shape the API reference gives
    response_too_large,
    checksum_mismatch,  ///< x-amz-crc32 is not that of the bytes received
    too_many_waiting,   ///< all connections are in use, and as many calls wait for one as may

    // What stands in a store.
    not_found = 60,
    table_missing,
    index_missing,
    table_mismatch,  ///< the table exists with another key schema
    already_exists,
    condition_failed,
    corrupt_snapshot,

    // This machine.
    io_error = 80,

    // The writer.
    queue_full = 100,  ///< what waits has max_pending_bytes; nothing was changed
    writer_closed,
    producer_failed,  ///< a snapshot's producer threw
    spool_in_use,     ///< another process has the spool directory
};

/// An exception of the DynamoDB API, by its name in the API reference.
enum class service_errc {
    unknown = 1,
    access_denied,
    conditional_check_failed,
    expired_token,
    idempotent_parameter_mismatch,
    incomplete_signature,
    internal_server_error,
    invalid_signature,
    item_collection_size_limit_exceeded,
    limit_exceeded,
    missing_authentication_token,
    provisioned_throughput_exceeded,
    replicated_write_conflict,
    request_limit_exceeded,
    request_timeout,  ///< the service waited in vain for the rest of the request
    request_too_large,
    resource_in_use,
    resource_not_found,
    serialization,
    service_unavailable,
    throttling,
    transaction_canceled,
    transaction_conflict,
    transaction_in_progress,
    unknown_operation,
    unrecognized_client,
    validation,
};

/// Meanings to compare by: `if (failure.code() == condition::throttled) ...`
enum class condition {
    timeout = 1,
    cancelled,
    throttled,
    unauthorized,  ///< keys missing, wrong, expired or without the right
    not_found,
    unreachable,  ///< no usable connection could be had or kept
    bad_request,  ///< the same request will be refused again
};

std::error_category const& error_category() noexcept;
std::error_category const& service_category() noexcept;
std::error_category const& condition_category() noexcept;

std::error_code make_error_code(errc) noexcept;
std::error_code make_error_code(service_errc) noexcept;
std::error_condition make_error_condition(condition) noexcept;

/// Who said that it failed.
enum class error_origin { client, server };

/// The facts beside an error code. Never holds a secret.
struct diagnostics {
    std::string message;    ///< what failed, on what and why; one line
    std::string next_step;  ///< what to do about it; may be empty
    error_origin origin = error_origin::client;
    int http_status = 0;       ///< 0 when no response was received
    std::string service_code;  ///< the exception's name as the server sent it
    std::string request_id;
    std::string service_document;  ///< the error's JSON as received, for what only some errors carry
    int attempts = 0;              ///< requests put on the wire for the call; 0 when it was not a call
    /// A write of the call reached the wire, and no answer told what became of it, or one told of a fault of
    /// the server: it may have been carried out all the same.
    bool may_have_been_applied = false;
};

/// An error code and its diagnostics.
class failure {
   public:
    failure(std::error_code code, std::string message) : code_(code) {
        details_.message = std::move(message);
    }
    failure(std::error_code code, std::string message, std::string next_step)
        : failure(code, std::move(message)) {
        details_.next_step = std::move(next_step);
    }
    failure(std::error_code code, diagnostics details) : code_(code), details_(std::move(details)) {}

    std::error_code code() const noexcept { return code_; }
    std::string const& message() const noexcept { return details_.message; }
    diagnostics const& details() const noexcept { return details_; }
    diagnostics& details() noexcept { return details_; }

    /// Puts `context` and a colon before the message: "saving to table T: <message>".
    failure& add_context(std::string_view context);
    /// Sets the next step unless one is named already.
    failure& suggest(std::string_view next_step);

    /// One line for a person: message, request id, next step.
    std::string to_string() const;

   private:
    std::error_code code_;
    diagnostics details_;
};

/// Thrown by result<T>::value() only.
class failure_error : public std::system_error {
   public:
    explicit failure_error(failure f) : std::system_error(f.code(), f.to_string()), failure_(std::move(f)) {}
    failure const& details() const noexcept { return failure_; }

   private:
    failure failure_;
};

}  // namespace ddbsnap

template <>
struct std::is_error_code_enum<ddbsnap::errc> : std::true_type {};
template <>
struct std::is_error_code_enum<ddbsnap::service_errc> : std::true_type {};
template <>
struct std::is_error_condition_enum<ddbsnap::condition> : std::true_type {};
