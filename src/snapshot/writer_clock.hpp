#pragma once

#include <ddbsnap/world.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>

namespace ddbsnap {

/// Calls back once, on the executor it was made for, where it is confined to.
class writer_timer {
   public:
    virtual ~writer_timer() = default;
    /// Replaces what was started before.
    virtual void start(steady_time at, std::function<void()> call) = 0;
    virtual void stop() = 0;
};

/// What a writer knows of time. A test sets it.
/// @thread_safety the times may be asked for from any thread
class writer_clock {
   public:
    virtual ~writer_clock() = default;
    virtual steady_time steady_now() const = 0;
    virtual system_time system_now() const = 0;
    virtual std::unique_ptr<writer_timer> make_timer(boost::asio::any_io_executor const&) = 0;
};

std::shared_ptr<writer_clock> real_writer_clock();

}  // namespace ddbsnap
