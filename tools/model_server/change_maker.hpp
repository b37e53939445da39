#pragma once

#include "model_server/server_metrics.hpp"
#include "model_server/state_keeper.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>

namespace model_server {

/// For measurements: scales a model of its own, so and so many times a second, as a management call would.
/// Must outlive the loop's run().
class change_maker {
   public:
    change_maker(boost::asio::io_context& loop, server_state& state, state_keeper& keeper,
                 server_metrics& metrics)
        : timer_(loop), state_(state), keeper_(keeper), metrics_(metrics) {}

    boost::asio::awaitable<void> run(double changes_a_second);
    void stop() { is_stopped_ = true, timer_.cancel(); }

   private:
    void change();

    boost::asio::steady_timer timer_;
    server_state& state_;
    state_keeper& keeper_;
    server_metrics& metrics_;
    int turn_ = 0;
    bool is_stopped_ = false;
};

}  // namespace model_server
