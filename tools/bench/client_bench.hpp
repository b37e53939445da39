#pragma once

#include "bench/bench_case.hpp"

namespace ddbsnap::bench {

/// Measures ddbsnap's client: as many coroutines as the case's concurrency, on one thread. Prints the outcome
/// and returns the exit code.
int run_client(bench_case const&);

}  // namespace ddbsnap::bench
