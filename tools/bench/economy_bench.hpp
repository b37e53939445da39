#pragma once

#include <cstddef>
#include <string>

namespace ddbsnap::bench {

struct economy_case {
    std::string endpoint;
    std::string table = "ddbsnap-bench";
    std::size_t changes = 1000;  ///< a second
    std::size_t series = 25;
    std::size_t size = 2048;  ///< of a body
    std::size_t seconds = 60;
    bool json = false;
};

/// Counts what changes cost at DynamoDB: by a writer, and by one PutItem for each. The table has to be there.
/// Prints the outcome and returns the exit code.
int run_economy(economy_case const&);

}  // namespace ddbsnap::bench
