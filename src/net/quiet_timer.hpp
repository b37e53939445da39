#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace boost::asio {
class thread_pool;
}

namespace ddbsnap::net {

/// The one thread of this process that waits for times to come. Started when first asked for.
boost::asio::thread_pool& timing_thread();

/// Calls a function on an executor some time later without counting as work of it: a loop that has nothing
/// else to do ends as if there were no such timer. The waiting is done by a thread that does nothing else.
///
/// Must be destroyed before the executor's context. Confined to the executor, where the function is called.
class quiet_timer {
   public:
    explicit quiet_timer(boost::asio::any_io_executor);
    quiet_timer(quiet_timer const&) = delete;
    quiet_timer& operator=(quiet_timer const&) = delete;
    ~quiet_timer();

    /// Replaces what was started before.
    /// @param after  less than a century
    void start(std::chrono::milliseconds after, std::function<void()> call);
    void stop();

   private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace ddbsnap::net
