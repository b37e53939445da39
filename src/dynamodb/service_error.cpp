#include "dynamodb/service_error.hpp"

#include "core/excerpt.hpp"
#include "dynamodb/response_codec.hpp"
#include "dynamodb/value_codec.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

namespace ddbsnap::dynamodb {
namespace {

constexpr std::array<std::pair<std::string_view, service_errc>, 32> names{{
    {"AccessDeniedException", service_errc::access_denied},
    {"AccessDenied", service_errc::access_denied},
    {"ConditionalCheckFailedException", service_errc::conditional_check_failed},
    {"ExpiredTokenException", service_errc::expired_token},
    {"ExpiredToken", service_errc::expired_token},
    {"IdempotentParameterMismatchException", service_errc::idempotent_parameter_mismatch},
    {"IncompleteSignatureException", service_errc::incomplete_signature},
    {"InternalServerError", service_errc::internal_server_error},
    {"InvalidSignatureException", service_errc::invalid_signature},
    {"SignatureDoesNotMatch", service_errc::invalid_signature},
    {"ItemCollectionSizeLimitExceededException", service_errc::item_collection_size_limit_exceeded},
    {"LimitExceededException", service_errc::limit_exceeded},
    {"MissingAuthenticationTokenException", service_errc::missing_authentication_token},
    {"ProvisionedThroughputExceededException", service_errc::provisioned_throughput_exceeded},
    {"ReplicatedWriteConflictException", service_errc::replicated_write_conflict},
    {"RequestLimitExceeded", service_errc::request_limit_exceeded},
    {"RequestTimeout", service_errc::request_timeout},
    {"RequestTimeoutException", service_errc::request_timeout},
    {"ResourceInUseException", service_errc::resource_in_use},
    {"TableInUseException", service_errc::resource_in_use},
    {"ResourceNotFoundException", service_errc::resource_not_found},
    {"TableNotFoundException", service_errc::resource_not_found},
    {"SerializationException", service_errc::serialization},
    {"ServiceUnavailable", service_errc::service_unavailable},
    {"ThrottlingException", service_errc::throttling},
    {"TransactionCanceledException", service_errc::transaction_canceled},
    {"TransactionConflictException", service_errc::transaction_conflict},
    {"TransactionInProgressException", service_errc::transaction_in_progress},
    {"UnknownOperationException", service_errc::unknown_operation},
    {"UnrecognizedClientException", service_errc::unrecognized_client},
    {"InvalidClientTokenId", service_errc::unrecognized_client},
    {"ValidationException", service_errc::validation},
}};

// Other names for being asked to slow down, as the SDKs' classifiers list them.
constexpr std::array<std::string_view, 9> throttling_names{
    "Throttling",
    "ThrottledException",
    "RequestThrottledException",
    "RequestThrottled",
    "TooManyRequestsException",
    "SlowDown",
    "BandwidthLimitExceeded",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
};

struct error_document {
    std::string type;
    std::string message;
};

// Any shape is acceptable: what is not understood is not there.
error_document read_document(std::string body) {
    error_document doc;
    json_reader in(body);
    if (!in.at_object()) return doc;
    read_members(in, [&](std::string const& key) {
        if ((key == "__type" || key == "code") && doc.type.empty() && !in.take_null())
            doc.type = in.string();
        else if ((key == "message" || key == "Message") && !in.take_null())
            doc.message = in.string();
        else
            in.skip();
    });
    return doc;
}

std::string_view mend_for(service_errc code) {
    switch (code) {
        case service_errc::invalid_signature:
        case service_errc::incomplete_signature:
            return "check the secret access key and this machine's clock; `ddbsnap sign` shows what was "
                   "signed";
        case service_errc::unrecognized_client:
            return "the access key is not known there: check the key, the region and the endpoint with "
                   "`ddbsnap credentials`";
        case service_errc::missing_authentication_token:
        case service_errc::expired_token:
            return "get fresh credentials; `ddbsnap credentials` shows where these come from";
        case service_errc::access_denied:
            return "allow the action in the policy of these credentials";
        case service_errc::request_too_large:
            return "send less in one request";
        default:
            return {};
    }
}

}  // namespace

std::string_view bare_error_name(std::string_view type) noexcept {
    // First what follows a colon goes: it may be a URL with a # of its own.
    type = type.substr(0, type.find(':'));
    if (auto const hash = type.rfind('#'); hash != std::string_view::npos) type.remove_prefix(hash + 1);
    return type;
}

service_errc service_code_of(std::string_view name, int http_status) noexcept {
    for (auto const& [known, code] : names)
        if (known == name) return code;
    if (std::find(throttling_names.begin(), throttling_names.end(), name) != throttling_names.end())
        return service_errc::throttling;
    switch (http_status) {
        case 403:
            return service_errc::access_denied;
        case 413:
            return service_errc::request_too_large;
        case 500:
            return service_errc::internal_server_error;
        case 502:
        case 503:
        case 504:
            return service_errc::service_unavailable;
        default:
            return service_errc::unknown;
    }
}

failure read_service_error(net::http_response const& response, std::string_view operation) {
    constexpr std::size_t most_kept = 64 * 1024;
    auto doc = read_document(response.body);
    auto const type = response.header("x-amzn-ErrorType").value_or(doc.type);
    auto const name = bare_error_name(type);
    auto const code = service_code_of(name, response.status);

    diagnostics d;
    d.origin = error_origin::server;
    d.http_status = response.status;
    d.service_code = name;
    d.request_id = response.header("x-amzn-RequestId").value_or("");
    d.next_step = mend_for(code);
    if (response.body.size() <= most_kept) d.service_document = response.body;
    if (!name.empty())
        d.message = fmt::format("{}: {}{}{}", operation, name, doc.message.empty() ? "" : ": ", doc.message);
    else if (response.body.empty())
        d.message = fmt::format("{}: HTTP {} without an explanation", operation, response.status);
    else
        d.message = fmt::format("{}: HTTP {}, and not from DynamoDB: {}", operation, response.status,
                                excerpt(response.body, 120));
    if (name.empty())
        d.next_step = d.next_step.empty() ? "check the endpoint and what stands before it" : d.next_step;
    return failure(code, std::move(d));
}

}  // namespace ddbsnap::dynamodb

namespace ddbsnap {

using aws::json_reader;
using dynamodb::read_elements;
using dynamodb::read_members;

std::vector<cancellation_reason> cancellation_reasons(failure const& f) {
    std::vector<cancellation_reason> reasons;
    auto text = f.details().service_document;
    json_reader in(text);
    auto const one = [&] {
        auto& reason = reasons.emplace_back();
        read_members(in, [&](std::string const& key) {
            if (in.take_null()) return;
            if (key == "Code")
                reason.code = in.string();
            else if (key == "Message")
                reason.message = in.string();
            else if (key == "Item")
                reason.item = dynamodb::read_item(in);
            else
                in.skip();
        });
    };
    if (!in.at_object()) return {};
    read_members(in, [&](std::string const& key) {
        if (key == "CancellationReasons")
            read_elements(in, one);
        else
            in.skip();
    });
    return in.finish() ? reasons : std::vector<cancellation_reason>{};
}

std::optional<item> conflicting_item(failure const& f) {
    std::optional<item> found;
    auto text = f.details().service_document;
    json_reader in(text);
    if (!in.at_object()) return {};
    read_members(in, [&](std::string const& key) {
        if (key == "Item")
            found = dynamodb::read_item(in);
        else
            in.skip();
    });
    return in.finish() ? found : std::nullopt;
}

}  // namespace ddbsnap
