#include <ddbsnap/background_runtime.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <thread>

namespace ddbsnap {

namespace asio = boost::asio;

struct background_runtime::impl {
    asio::io_context loop{1};
    asio::executor_work_guard<asio::io_context::executor_type> busy{loop.get_executor()};
    std::thread thread{[this] { loop.run(); }};

    ~impl() {
        loop.stop();
        thread.join();
    }
};

background_runtime::background_runtime() : impl_(std::make_unique<impl>()) {}
background_runtime::~background_runtime() = default;

asio::any_io_executor background_runtime::executor() const { return impl_->loop.get_executor(); }

}  // namespace ddbsnap
