#pragma once

#include <boost/asio/thread_pool.hpp>

#include <memory>
#include <unistd.h>

namespace ddbsnap::net {

/// A thread that does one kind of work for all of the process, until that exits. Not in a child made by
/// fork(): it is not there, and to wait for its end would never end.
class process_thread {
   public:
    process_thread() = default;
    process_thread(process_thread const&) = delete;
    process_thread& operator=(process_thread const&) = delete;
    ~process_thread() {
        if (getpid() != process_) static_cast<void>(pool_.release());
    }

    boost::asio::thread_pool& pool() noexcept { return *pool_; }

   private:
    std::unique_ptr<boost::asio::thread_pool> pool_ = std::make_unique<boost::asio::thread_pool>(1);
    pid_t const process_ = getpid();
};

}  // namespace ddbsnap::net
