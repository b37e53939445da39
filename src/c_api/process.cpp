#include "c_api/process.hpp"

#include "c_api/handle.hpp"
#include "net/blocking.hpp"
#include "net/quiet_timer.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <pthread.h>
#include <vector>

namespace ddbsnap::c_api {
namespace {

std::atomic<unsigned> generation = 0;

// Those that are open when the process exits are ended while all they need is still there.
class open_handles {
   public:
    open_handles() = default;
    open_handles(open_handles const&) = delete;
    open_handles& operator=(open_handles const&) = delete;
    ~open_handles() {
        // Who exits from a callback would wait for itself.
        if (is_in_callback()) return;
        for (auto* const h : handles_)
            if (h->generation == fork_generation()) h->end_at_exit();
    }

    void add(ddbsnap_handle& h) {
        std::lock_guard const lock(mutex_);
        handles_.push_back(&h);
    }
    void remove(ddbsnap_handle& h) noexcept {
        std::lock_guard const lock(mutex_);
        handles_.erase(std::remove(handles_.begin(), handles_.end(), &h), handles_.end());
    }

   private:
    std::mutex mutex_;
    std::vector<ddbsnap_handle*> handles_;
};

open_handles& all_open() {
    // What handles work with comes first, so that it goes last.
    net::blocking_thread();
    net::timing_thread();
    error_category();
    service_category();
    condition_category();
    static open_handles handles;
    return handles;
}

}  // namespace

unsigned fork_generation() noexcept { return generation.load(std::memory_order_relaxed); }

bool watch_forks() noexcept {
    static unsigned const first = [] {
        pthread_atfork(nullptr, nullptr, [] { ++generation; });
        return fork_generation();
    }();
    return first == fork_generation();
}

void close_at_exit(ddbsnap_handle& handle) { all_open().add(handle); }

void forget(ddbsnap_handle& handle) noexcept { all_open().remove(handle); }

}  // namespace ddbsnap::c_api
