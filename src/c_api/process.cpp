#include "c_api/process.hpp"

#include <atomic>
#include <pthread.h>

namespace ddbsnap::c_api {
namespace {

std::atomic<unsigned> generation = 0;

}  // namespace

unsigned fork_generation() noexcept { return generation.load(std::memory_order_relaxed); }

bool watch_forks() noexcept {
    static unsigned const first = [] {
        pthread_atfork(nullptr, nullptr, [] { ++generation; });
        return fork_generation();
    }();
    return first == fork_generation();
}

}  // namespace ddbsnap::c_api
