#pragma once

#include "bench/bench_case.hpp"

namespace ddbsnap::bench {

/// Measures the limit that ddbsnap's client is compared with: the bytes that it sends for the case (but for
/// the Host header), over the same TLS, with nothing around them.
///
/// For each request the body is hashed with SHA-256, because it cannot be signed unhashed; all else is there
/// before the measurement: no JSON, no signature, no date, no memory asked for, no coroutine, and of the
/// reply only its end is looked for. One connection is a blocking SSL_write and SSL_read; several are
/// non-blocking under one edge-triggered epoll, each on one request at a time. Prints the outcome and returns
/// the exit code.
int run_bare(bench_case const&);

}  // namespace ddbsnap::bench
