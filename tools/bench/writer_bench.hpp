#pragma once

#include <cstddef>
#include <string>

namespace ddbsnap::bench {

struct writer_case {
    std::string endpoint;  ///< empty: files in a temporary directory
    std::string table = "ddbsnap-bench";
    std::size_t saves = 1'000'000;  ///< for the cost of one
    std::size_t size = 400'000;     ///< of bodies while the loop is watched
    double rate = 100;              ///< of saves a second then, each of another series than the one before
    std::size_t seconds = 10;
    bool json = false;
};

/// Measures what a save costs its caller, and how long a writer keeps the loop it runs on from other work.
/// Prints the outcome and returns the exit code.
int run_writer(writer_case const&);

}  // namespace ddbsnap::bench
