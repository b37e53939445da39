#pragma once

#include "snapshot/writer_clock.hpp"

#include <boost/asio/post.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace ddbsnap::test {

/// Time that stands still until the test moves it. Times may be asked for from any thread; the rest belongs
/// to the test's thread, which runs the executor, too.
class simulated_clock final : public writer_clock {
   public:
    using milliseconds = std::chrono::milliseconds;

    steady_time steady_now() const override { return steady_time(std::chrono::nanoseconds(steady_)); }
    system_time system_now() const override { return system_time(milliseconds(system_)); }

    std::unique_ptr<writer_timer> make_timer(boost::asio::any_io_executor const& executor) override {
        return std::make_unique<timer>(executor, alarms_);
    }

    /// The wall clock alone.
    void step_wall_clock(milliseconds by) { system_ += by.count(); }

    /// When the next timer ends; nothing: none is running.
    std::optional<steady_time> next() const {
        return alarms_->empty() ? std::nullopt : std::optional(alarms_->begin()->first);
    }

    /// Nothing that was started will be called: for the end of a test, lest calls and clock keep each other.
    void forget() { auto const gone = std::exchange(*alarms_, {}); }

    /// Both clocks go on by so much. Timers that end until then are called, by the executor.
    void advance(std::chrono::nanoseconds by) {
        steady_ += by.count();
        carry_ += by;
        auto const whole = std::chrono::floor<milliseconds>(carry_);
        system_ += whole.count();
        carry_ -= whole;
        while (!alarms_->empty() && alarms_->begin()->first <= steady_now()) {
            auto const call = std::move(alarms_->begin()->second);
            alarms_->erase(alarms_->begin());
            boost::asio::post(call.executor, call.function);
        }
    }

   private:
    struct alarm {
        writer_timer const* of;
        boost::asio::any_io_executor executor;
        std::function<void()> function;
    };
    using alarms = std::multimap<steady_time, alarm>;

    class timer final : public writer_timer {
       public:
        timer(boost::asio::any_io_executor executor, std::shared_ptr<alarms> all)
            : executor_(std::move(executor)), all_(std::move(all)) {}
        ~timer() override { timer::stop(); }

        void start(steady_time at, std::function<void()> call) override {
            stop();
            auto const round = ++*round_;
            // One that was posted already and is stopped then is void.
            auto current = [round, now = round_, call = std::move(call)] {
                if (*now == round) call();
            };
            all_->emplace(at, alarm{this, executor_, std::move(current)});
        }
        void stop() override {
            ++*round_;
            std::vector<alarm> gone;  // whose calls may hold the last of what has other timers
            for (auto& [time, a] : *all_)
                if (a.of == this) gone.push_back(std::move(a));
            std::erase_if(*all_, [this](auto const& a) { return a.second.of == this; });
        }

       private:
        boost::asio::any_io_executor executor_;
        std::shared_ptr<alarms> all_;
        std::shared_ptr<unsigned long> round_ = std::make_shared<unsigned long>(0);
    };

    std::atomic<std::int64_t> steady_ = 1'000'000'000'000;  // not the epoch, which means never to some
    std::atomic<std::int64_t> system_ = 1'767'323'045'000;  // 2026-01-02 03:04:05 UTC
    std::chrono::nanoseconds carry_{0};
    std::shared_ptr<alarms> alarms_ = std::make_shared<alarms>();
};

}  // namespace ddbsnap::test
