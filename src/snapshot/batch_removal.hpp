#pragma once

#include <ddbsnap/dynamodb_client.hpp>

#include <functional>
#include <vector>

namespace ddbsnap {

/// Removes items by their keys, 25 a request; what DynamoDB leaves unprocessed is sent again after growing
/// pauses.
///
/// @errors service_errc::throttling when DynamoDB makes no progress for ten rounds; those of BatchWriteItem.
/// What was
///         removed until then stays removed
boost::asio::awaitable<result<void>> remove_in_batches(
    dynamodb_client& client, std::string table, std::vector<item> keys,
    std::function<void(std::size_t, std::size_t)> progress);

}  // namespace ddbsnap
