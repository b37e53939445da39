#include "bench/bench_case.hpp"

#include <algorithm>

namespace ddbsnap::bench {

char const* to_string(operation what) noexcept {
    switch (what) {
        case operation::put:
            return "put";
        case operation::get:
            return "get";
        case operation::query:
            return "query";
        case operation::batch:
            return "batch";
    }
    return "?";
}

// Opens every connection, fills buffers and caches, and lets the heap reach its size. A short run is not made
// much longer by it.
std::size_t bench_case::warm_up_requests() const noexcept {
    if (warm_up > 0) return warm_up;
    return concurrency + std::min<std::size_t>(requests / 4, 200);
}

}  // namespace ddbsnap::bench
