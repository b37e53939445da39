#pragma once

#include "bench/bench_case.hpp"

namespace ddbsnap::bench {

/// Measures how long the client's handlers keep a loop busy at `rate` requests a second, whose content comes
/// from another thread. Prints the outcome and returns the exit code.
int run_stall(bench_case const&, double rate);

}  // namespace ddbsnap::bench
