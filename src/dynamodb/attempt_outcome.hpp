#pragma once

#include "aws/retry_policy.hpp"
#include "net/http_client.hpp"

#include <ddbsnap/result.hpp>
#include <ddbsnap/world.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace ddbsnap::dynamodb {

/// What one attempt of a call came to.
struct attempt_outcome {
    attempt_outcome() = default;
    attempt_outcome(failure f) : answer(std::move(f)) {}

    result<std::string> answer;  ///< the JSON document
    aws::retry_class kind = aws::retry_class::no;
    std::optional<std::chrono::milliseconds> retry_after{};
    std::optional<std::chrono::milliseconds> skew{};  ///< of the clocks, if that explains the failure
    int http_status = 0;
    std::string request_id{};  ///< of a success, and only where somebody wants to know

    net::exchange_record wire{};
    int number = 0;  ///< of the attempt, from 1
    bool is_hedge = false;
    bool was_tried = false;  ///< it came to an exchange
    std::chrono::nanoseconds duration{0};
};

/// Reads a response: intact? compressed? a document, or which error?
///
/// @param peer    for messages
/// @param at_most  bytes of a document that came compressed
attempt_outcome read_answer(net::http_response response, std::string_view operation, std::string_view peer,
                            std::size_t at_most);

/// Whether read_answer() takes a time that a loop should not give: it belongs to the blocking thread.
bool takes_long_to_read(net::http_response const& response);

/// Whether a write may have been carried out although the attempt failed. No doubt is left only by an answer
/// that came whole and refuses it, HTTP 3xx or 4xx, and by a request that never left.
/// TransactionInProgressException is no such answer: it tells of an attempt that is still going on.
bool leaves_doubt(attempt_outcome const& failed) noexcept;

}  // namespace ddbsnap::dynamodb
