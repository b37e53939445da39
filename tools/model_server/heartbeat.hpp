#pragma once

#include "model_server/histogram.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>

namespace model_server {

/// Measures how long the loop leaves others waiting: a timer is due each millisecond, and how late its
/// handler runs is counted. Must outlive the loop's run().
class heartbeat {
   public:
    heartbeat(boost::asio::io_context& loop, histogram& lateness) : timer_(loop), lateness_(lateness) {}

    void start();
    void stop() { timer_.cancel(), is_stopped_ = true; }

   private:
    void wait();
    void beat();

    boost::asio::steady_timer timer_;
    histogram& lateness_;
    std::chrono::steady_clock::time_point due_;
    bool is_stopped_ = false;
};

}  // namespace model_server
