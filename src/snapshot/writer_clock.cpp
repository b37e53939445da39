#include "snapshot/writer_clock.hpp"

#include <boost/asio/steady_timer.hpp>

namespace ddbsnap {
namespace {

class real_timer final : public writer_timer {
   public:
    explicit real_timer(boost::asio::any_io_executor const& executor) : timer_(executor) {}

    void start(steady_time at, std::function<void()> call) override {
        timer_.expires_at(at);
        timer_.async_wait([call = std::move(call)](boost::system::error_code ec) {
            if (!ec) call();
        });
    }
    void stop() override { timer_.cancel(); }

   private:
    boost::asio::steady_timer timer_;
};

class real_clock final : public writer_clock {
   public:
    steady_time steady_now() const override { return std::chrono::steady_clock::now(); }
    system_time system_now() const override {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
    std::unique_ptr<writer_timer> make_timer(boost::asio::any_io_executor const& executor) override {
        return std::make_unique<real_timer>(executor);
    }
};

}  // namespace

std::shared_ptr<writer_clock> real_writer_clock() { return std::make_shared<real_clock>(); }

}  // namespace ddbsnap
