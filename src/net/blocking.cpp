#include "net/blocking.hpp"

#include "net/process_thread.hpp"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <openssl/ssl.h>

namespace ddbsnap::net {
namespace {

struct job_count {
    std::mutex mutex;
    std::condition_variable none_left;
    std::size_t jobs = 0;
};

// One in each context that has jobs.
class job_service final : public boost::asio::execution_context::service {
   public:
    using key_type = job_service;
    static boost::asio::execution_context::id id;

    explicit job_service(boost::asio::execution_context& of) : service(of) {}

    std::shared_ptr<job_count> const count = std::make_shared<job_count>();

   private:
    // Services go in the reverse order of their coming: what jobs post now is still taken, and destroyed
    // later.
    void shutdown() override {
        std::unique_lock lock(count->mutex);
        count->none_left.wait(lock, [&] { return count->jobs == 0; });
    }
};

boost::asio::execution_context::id job_service::id;

}  // namespace

std::shared_ptr<void> detail::begin_job(boost::asio::execution_context& of) {
    auto const count = boost::asio::use_service<job_service>(of).count;
    std::lock_guard const lock(count->mutex);
    ++count->jobs;
    return {nullptr, [count](void*) {
                std::lock_guard const locked(count->mutex);
                if (--count->jobs == 0) count->none_left.notify_all();
            }};
}

boost::asio::thread_pool& blocking_thread() {
    // OpenSSL first, so that at exit the thread ends before it: on its way out it frees what OpenSSL keeps
    // for it.
    static int const has_tls = OPENSSL_init_ssl(0, nullptr);
    static_cast<void>(has_tls);
    static process_thread thread;
    return thread.pool();
}

}  // namespace ddbsnap::net
