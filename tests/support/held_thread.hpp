#pragma once

#include "net/blocking.hpp"

#include <boost/asio/post.hpp>

#include <future>

namespace ddbsnap::test {

/// Keeps the blocking thread busy until it is let go: what was to run there waits meanwhile.
class held_blocking_thread {
   public:
    held_blocking_thread() {
        boost::asio::post(net::blocking_thread(), [until = std::move(let_go_)]() mutable { until.wait(); });
    }
    held_blocking_thread(held_blocking_thread const&) = delete;
    held_blocking_thread& operator=(held_blocking_thread const&) = delete;
    ~held_blocking_thread() { let_go(); }

    void let_go() {
        if (is_held_) release_.set_value();
        is_held_ = false;
    }

   private:
    std::promise<void> release_;
    std::future<void> let_go_ = release_.get_future();
    bool is_held_ = true;
};

}  // namespace ddbsnap::test
