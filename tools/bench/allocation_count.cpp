#include "bench/allocation_count.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>

namespace ddbsnap::bench {
namespace {

// One counter a thread, so that counting is an addition without a lock prefix and does not show in what is
// measured. Threads beyond the last share it, and may then miss a few.
struct alignas(64) counter {
    std::atomic<std::uint64_t> value{0};
};

constinit std::array<counter, 64> counters;
constinit std::atomic<unsigned> threads{0};
constinit thread_local counter* own = nullptr;

[[maybe_unused]] void count_one() noexcept {
    if (!own) {
        auto const number = threads.fetch_add(1, std::memory_order_relaxed);
        own = &counters[number < counters.size() ? number : counters.size() - 1];
    }
    own->value.store(own->value.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

}  // namespace

std::uint64_t allocation_count() noexcept {
    std::uint64_t sum = 0;
    for (auto const& c : counters) sum += c.value.load(std::memory_order_relaxed);
    return sum;
}

}  // namespace ddbsnap::bench

using ddbsnap::bench::count_one;

#if defined(__SANITIZE_ADDRESS__)

// The address sanitizer has malloc itself, and calls this for each allocation.
extern "C" void __sanitizer_malloc_hook(void const volatile*, std::size_t) { count_one(); }

#elif defined(__GLIBC__)

// A program's own malloc goes before libc's in every library that it loads; these count and hand on.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

void* malloc(std::size_t size) noexcept {
    count_one();
    return __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) noexcept {
    count_one();
    return __libc_calloc(count, size);
}

void* realloc(void* block, std::size_t size) noexcept {
    count_one();
    return __libc_realloc(block, size);
}

void* memalign(std::size_t alignment, std::size_t size) noexcept {
    count_one();
    return __libc_memalign(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
    count_one();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void** block, std::size_t alignment, std::size_t size) noexcept {
    count_one();
    *block = __libc_memalign(alignment, size);
    return *block ? 0 : ENOMEM;
}
}

#endif
