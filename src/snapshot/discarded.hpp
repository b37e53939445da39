#pragma once

#include "snapshot/queued_snapshot.hpp"

#include <memory>
#include <mutex>

namespace ddbsnap {

/// Snapshots that are only to be freed. What is large goes on the blocking thread, because giving back its
/// memory takes its time; the rest, producers among it, goes here and now. Never to be called with a lock
/// held.
///
/// @thread_safety any thread
class discarded {
   public:
    void add(snapshot_list snapshots);
    /// Frees what the blocking thread has not come to yet. Whether there was anything.
    bool free_now() noexcept;

   private:
    struct waiting {
        std::mutex mutex;
        snapshot_list list;
        bool free_all() noexcept;
    };
    std::shared_ptr<waiting> waiting_ = std::make_shared<waiting>();
};

}  // namespace ddbsnap
