#include "net/blocking.hpp"

#include "net/process_thread.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <openssl/ssl.h>
#include <utility>

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

// Counted as a job of a loop as long as it is there. A loop's context that is destroyed waits for its jobs,
// as it does for look-ups of names: what they come back to must be there.
std::shared_ptr<void> begin_job(boost::asio::execution_context& of) {
    auto const count = boost::asio::use_service<job_service>(of).count;
    std::lock_guard const lock(count->mutex);
    ++count->jobs;
    return {nullptr, [count](void*) {
                std::lock_guard const locked(count->mutex);
                if (--count->jobs == 0) count->none_left.notify_all();
            }};
}

}  // namespace

// The job lives in the frame of whoever waits, which the completion handler keeps alive.
boost::asio::awaitable<void> detail::run_there(job_view job) {
    namespace asio = boost::asio;
    std::exception_ptr thrown;
    auto guarded = [&] {
        try {
            job.run(job.job);
        } catch (...) {
            thrown = std::current_exception();
        }
    };
    auto start = [&guarded](auto handler) {
        auto back = asio::make_work_guard(asio::get_associated_executor(handler));
        auto counted = begin_job(asio::query(back.get_executor(), asio::execution::context));
        asio::post(blocking_thread(), [&guarded, counted = std::move(counted), back = std::move(back),
                                       handler = std::move(handler)]() mutable {
            guarded();
            // The guard goes along, so that this thread touches the loop for the last time here.
            auto const executor = back.get_executor();
            asio::post(executor,
                       [back = std::move(back), handler = std::move(handler)]() mutable { handler(); });
        });
    };
    co_await asio::async_initiate<asio::use_awaitable_t<> const, void()>(std::move(start),
                                                                         asio::use_awaitable);
    if (thrown) std::rethrow_exception(thrown);
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
