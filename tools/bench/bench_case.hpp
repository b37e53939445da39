#pragma once

#include <cstddef>
#include <string>

namespace ddbsnap::bench {

enum class operation { put, get, query, batch };

char const* to_string(operation) noexcept;

/// What is measured. A run has one case, so that its memory and CPU time are those of the case.
struct bench_case {
    std::string endpoint;
    operation what = operation::put;
    /// Bytes as DynamoDB counts items: of the one item of PutItem and GetItem, of the 100 items of a Query's
    /// reply, of the 25 items of a BatchWriteItem. JSON comes on top.
    std::size_t size = 1024;
    std::size_t requests = 10'000;
    std::size_t concurrency = 1;
    std::size_t warm_up = 0;  ///< requests before the measurement; 0: a number that fits
    std::string table = "ddbsnap-bench";
    bool json = false;

    std::size_t warm_up_requests() const noexcept;
};

}  // namespace ddbsnap::bench
