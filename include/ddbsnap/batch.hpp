#pragma once

#include <ddbsnap/dynamodb_client.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ddbsnap {

struct batch_options {
    /// For all of it, pauses included. A request that is on its way then is cancelled.
    std::chrono::milliseconds overall_timeout{300'000};
    /// So many requests one after the other of which nothing was processed, and it ends.
    int patience = 10;
    std::function<void(std::size_t done, std::size_t total)> progress;  ///< called after each request
    std::function<double()> random;  ///< in [0, 1), spreads the pauses; null: a generator of its own
};

/// What was not done, and why it stopped before all was done.
struct batch_write_outcome {
    std::map<std::string, std::vector<write_request>> not_done;
    std::vector<consumed_capacity> capacity;  ///< of all requests, summed up by table, where it was asked for
    std::optional<failure> stopped_by;

    bool is_complete() const noexcept { return !stopped_by; }
};

struct batch_get_outcome {
    std::map<std::string, std::vector<item>> items;  ///< in no order; missing ones are absent
    std::map<std::string, keys_request> not_done;
    std::vector<consumed_capacity> capacity;
    std::optional<failure> stopped_by;

    bool is_complete() const noexcept { return !stopped_by; }
};

/// Writes any number of items, 25 a request, one request after the other. What comes back unprocessed, or is
/// throttled altogether, is sent again after growing pauses.
///
/// Writes to one key must not be in one request of DynamoDB's, so all keys should be different.
///
/// @return  always what became of it, unless it could not begin. `stopped_by` is errc::timeout at the end of
///          `overall_timeout`, service_errc::throttling out of patience, errc::operation_aborted, or what
///          BatchWriteItem failed of; requests in `not_done` may have been carried out where its details say
///          so
/// @errors errc::item_too_large, before anything is sent
/// @cancellation terminal: ends it, with what was not done in the outcome
/// @see BatchWriteItem, DynamoDB API 2012-08-10
boost::asio::awaitable<result<batch_write_outcome>> batch_write_all(dynamodb_client& client,
                                                                    batch_write_request request,
                                                                    batch_options options = {});

/// Reads any number of items, 100 a request, in the same way.
/// @see BatchGetItem, DynamoDB API 2012-08-10
boost::asio::awaitable<result<batch_get_outcome>> batch_get_all(dynamodb_client& client,
                                                                batch_get_request request,
                                                                batch_options options = {});

}  // namespace ddbsnap
