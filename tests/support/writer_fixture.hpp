#pragma once

#include "net/blocking.hpp"
#include "net/no_throw_scope.hpp"
#include "snapshot/writer_core.hpp"
#include "support/puppet_store.hpp"
#include "support/run_coro.hpp"
#include "support/scratch_directory.hpp"
#include "support/simulated_clock.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace ddbsnap::test {

/// A writer on simulated time and a store that does as the test says.
struct writer_fixture : testing::Test {
    writer_fixture() {
        options.random = [] { return 0.5; };
        options.on_end = [this](save_report const& r) { ended.push_back(r); };
    }
    ~writer_fixture() override {
        core.reset();
        settle();
        clock->forget();
    }

    void open() {
        auto opened = try_open();
        ASSERT_TRUE(opened) << opened.error().to_string();
        core = *std::move(opened);
        settle();
    }
    result<std::shared_ptr<writer_core>> try_open() {
        writer_outside outside;
        outside.clock = clock;
        outside.files = files;
        return writer_core::open(io.get_executor(), store, options, std::move(outside));
    }
    void spool_to_scratch() { options.spool_dir = (scratch.path() / "spool").string(); }

    std::error_code save(std::string const& series, std::string body) {
        return core->save(core->index_of(series).value(), std::move(body), {}).refused;
    }
    std::error_code save(std::string const& series, snapshot_producer producer) {
        return core->save(core->index_of(series).value(), std::move(producer), {}).refused;
    }

    /// Runs all that can run now, jobs on the blocking thread included.
    void settle() {
        for (bool has_run = true; has_run;) {
            io.restart();
            has_run = io.poll() != 0;
            std::promise<void> done;
            boost::asio::post(net::blocking_thread(), [&] { done.set_value(); });
            done.get_future().wait();
            io.restart();
            has_run |= io.poll() != 0;
        }
    }
    /// Runs what can run while the blocking thread is held.
    void run_without_disk() {
        io.restart();
        io.poll();
    }
    void pass(std::chrono::milliseconds time) {
        clock->advance(time);
        settle();
    }

    template <class T>
    struct outcome_of {
        std::optional<T> value;
        boost::asio::cancellation_signal signal;
    };
    /// Starts an operation; its outcome is there once it has ended.
    template <class T>
    std::shared_ptr<outcome_of<T>> start(boost::asio::awaitable<T> operation) {
        auto const s = std::make_shared<outcome_of<T>>();
        boost::asio::co_spawn(
            io, net::without_throwing(std::move(operation)),
            boost::asio::bind_cancellation_slot(s->signal.slot(), [s](std::exception_ptr thrown, T value) {
                EXPECT_FALSE(thrown);
                s->value = std::move(value);
            }));
        settle();
        return s;
    }

    /// Bodies of the one open call, by series: `a=1 b=2`.
    std::string open_call() const {
        if (store->open.size() != 1) return std::to_string(store->open.size()) + " calls";
        std::string text;
        for (auto const& r : store->open.front()->requests)
            text += (text.empty() ? "" : " ") + r.series + "=" + r.body;
        return text;
    }
    std::string endings() const {
        std::string text;
        for (auto const& r : ended)
            text += (text.empty() ? "" : " ") + r.snapshot.series + ":" + std::string(to_string(r.outcome));
        return text;
    }

    boost::asio::io_context io;
    scratch_directory scratch;
    std::shared_ptr<simulated_clock> clock = std::make_shared<simulated_clock>();
    std::shared_ptr<puppet_store> store = std::make_shared<puppet_store>();
    net::file_calls files = net::real_file_calls();
    writer_options options;
    std::vector<save_report> ended;
    std::shared_ptr<writer_core> core;
};

}  // namespace ddbsnap::test
