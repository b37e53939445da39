#pragma once

namespace ddbsnap::net {

/// What has to end while a process exits, before the library's threads and other statics go.
class ended_at_exit {
   public:
    virtual void end_at_exit() noexcept = 0;

   protected:
    ended_at_exit() = default;
    ended_at_exit(ended_at_exit const&) = default;
    ended_at_exit& operator=(ended_at_exit const&) = default;
    ~ended_at_exit() = default;
};

/// Has it end so, until it is forgotten. Not in a forked child, which has none of its threads.
///
/// @thread_safety any thread; forget_at_exit() waits where the process exits just then
void end_at_exit(ended_at_exit&);
void forget_at_exit(ended_at_exit&) noexcept;

}  // namespace ddbsnap::net
