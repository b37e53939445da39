#include "net/ended_at_exit.hpp"

#include "net/blocking.hpp"
#include "net/quiet_timer.hpp"

#include <algorithm>
#include <mutex>
#include <unistd.h>
#include <vector>

namespace ddbsnap::net {
namespace {

class open_ones {
   public:
    void end_all() {
        // A child's copy of the lock may be one that nobody opens.
        if (::getpid() != process_) return;
        std::lock_guard const lock(mutex_);
        for (auto* const one : all_) one->end_at_exit();
    }

    void add(ended_at_exit& one) {
        std::lock_guard const lock(mutex_);
        all_.push_back(&one);
    }
    void remove(ended_at_exit& one) noexcept {
        std::lock_guard const lock(mutex_);
        all_.erase(std::remove(all_.begin(), all_.end(), &one), all_.end());
    }

   private:
    pid_t const process_ = ::getpid();
    std::mutex mutex_;
    std::vector<ended_at_exit*> all_;
};

struct at_exit {
    open_ones& all;
    ~at_exit() { all.end_all(); }
};

// Stays, for threads that forget something while the process exits.
open_ones& all_open() {
    // What they work with comes first, so that it goes last.
    blocking_thread();
    timing_thread();
    static open_ones& open = *new open_ones;
    static at_exit const then{open};
    return open;
}

}  // namespace

void end_at_exit(ended_at_exit& one) { all_open().add(one); }

void forget_at_exit(ended_at_exit& one) noexcept { all_open().remove(one); }

}  // namespace ddbsnap::net
