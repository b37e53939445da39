#include "torchserve_plugin/jni/at_exit.hpp"

#include "net/blocking.hpp"
#include "net/quiet_timer.hpp"
#include "torchserve_plugin/jni/server_snapshots.hpp"

#include <algorithm>
#include <mutex>
#include <vector>

namespace ddbsnap::torchserve_plugin {
namespace {

class open_ones {
   public:
    open_ones() = default;
    open_ones(open_ones const&) = delete;
    open_ones& operator=(open_ones const&) = delete;
    ~open_ones() {
        std::lock_guard const lock(mutex_);
        for (auto* const s : all_) s->end_at_exit();
    }

    void add(server_snapshots& s) {
        std::lock_guard const lock(mutex_);
        all_.push_back(&s);
    }
    void remove(server_snapshots& s) noexcept {
        std::lock_guard const lock(mutex_);
        all_.erase(std::remove(all_.begin(), all_.end(), &s), all_.end());
    }

   private:
    std::mutex mutex_;
    std::vector<server_snapshots*> all_;
};

open_ones& all_open() {
    // What they work with comes first, so that it goes last.
    net::blocking_thread();
    net::timing_thread();
    error_category();
    service_category();
    condition_category();
    static open_ones open;
    return open;
}

}  // namespace

void end_at_exit_too(server_snapshots& s) { all_open().add(s); }

void forget_at_exit(server_snapshots& s) noexcept { all_open().remove(s); }

}  // namespace ddbsnap::torchserve_plugin
