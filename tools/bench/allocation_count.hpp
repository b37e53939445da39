#pragma once

#include <cstdint>

namespace ddbsnap::bench {

/// Allocations of this program so far, in all threads: calls of malloc, calloc, realloc, memalign,
/// aligned_alloc and posix_memalign, from whatever library. operator new is one malloc. Counting is done in
/// this program alone, not in the library.
std::uint64_t allocation_count() noexcept;

}  // namespace ddbsnap::bench
