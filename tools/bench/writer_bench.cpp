#include "bench/writer_bench.hpp"

#include "bench/loop_stall.hpp"
#include "bench/save_cost.hpp"

#include <ddbsnap/snapshot_writer.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <thread>
#include <unistd.h>

namespace ddbsnap::bench {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

// Each is quiet for so long that all of its snapshots are sent: nothing is spared by debouncing.
constexpr std::size_t series = 100;

struct watched {
    explicit watched(asio::any_io_executor const& loop) : idle(loop), busy(loop) {}

    loop_stall idle;
    loop_stall busy;
    writer_stats stats;
    std::string first_failure;
};

result<std::shared_ptr<snapshot_store>> open_store_of(asio::io_context& loop, writer_case const& c,
                                                      std::filesystem::path const& files) {
    store_options options;
    options.outside = real_world();
    if (!c.endpoint.empty()) options.aws.endpoint_url = c.endpoint;
    auto const uri = c.endpoint.empty() ? "file:" + files.string() : "dynamodb:" + c.table;
    auto store = open_store(loop.get_executor(), uri, std::move(options));
    if (!store) return std::move(store).error();
    return std::shared_ptr<snapshot_store>(std::move(*store));
}

void rest(asio::io_context& loop, loop_stall& stall) {
    asio::steady_timer end(loop, std::chrono::seconds(2));
    end.async_wait([&](boost::system::error_code) { stall.stop(); });
    stall.start();
    loop.restart();
    loop.run();
}

// From another thread, as a host's threads hand over snapshots: making them is not the loop's work.
void feed(snapshot_writer& writer, writer_case const& c) {
    std::vector<snapshot_writer::series_handle> handles;
    for (std::size_t i = 0; i != series; ++i) handles.push_back(writer.series(fmt::format("s{}", i)).value());
    auto const begun = steady_clock::now();
    auto const saves = static_cast<std::size_t>(c.rate * static_cast<double>(c.seconds));
    for (std::size_t i = 0; i != saves; ++i) {
        std::this_thread::sleep_until(begun +
                                      std::chrono::duration_cast<steady_clock::duration>(
                                          std::chrono::duration<double>(static_cast<double>(i) / c.rate)));
        std::string body(c.size, 'x');
        for (std::size_t at = 0; at < body.size(); at += 64) body[at] = '"';
        static_cast<void>(writer.save(handles[i % series], std::move(body)));
    }
}

void work(asio::io_context& loop, writer_case const& c, snapshot_writer& writer, watched& found) {
    auto busy =
        std::make_unique<asio::executor_work_guard<asio::io_context::executor_type>>(loop.get_executor());
    std::thread feeder([&] {
        feed(writer, c);
        asio::post(loop, [&] {
            asio::co_spawn(loop, writer.close(std::chrono::seconds(30)),
                           [&](std::exception_ptr, flush_outcome) {
                               found.busy.stop();
                               busy.reset();
                           });
        });
    });
    found.busy.start();
    loop.restart();
    loop.run();
    feeder.join();
    found.stats = writer.stats();
}

double micros(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1000; }

void print(writer_case const& c, save_cost const& cost, watched const& found) {
    auto const clock = measure_clock(100'000).percentile(0.5);
    auto const& busy = found.busy.by_wall_clock();
    if (c.json) {
        fmt::print(
            R"({{"saveMedianNanos":{},"saveP99Nanos":{},"clockMedianNanos":{},"allocationsPerSave":{:.3f},)"
            R"("loopStallP999Micros":{:.1f},"loopStallP999OwnCpuMicros":{:.1f},"idleStallP999Micros":{:.1f},)"
            R"("loopStallLongestMicros":{:.1f},"stored":{},"failed":{},"refused":{},"requests":{}}})"
            "\n",
            cost.nanos.percentile(0.5), cost.nanos.percentile(0.99), clock, cost.allocations,
            micros(busy.percentile(0.999)), micros(found.busy.by_own_cpu().percentile(0.999)),
            micros(found.idle.by_wall_clock().percentile(0.999)), micros(busy.longest()), found.stats.stored,
            found.stats.failed, found.stats.refused, found.stats.requests);
        return;
    }
    fmt::print("save(): median {} ns, p99 {} ns (reading the clock: {} ns), {:.2f} allocations\n",
               cost.nanos.percentile(0.5), cost.nanos.percentile(0.99), clock, cost.allocations);
    fmt::print("{:.0f} saves a second of {} bytes: {} stored, {} failed, {} refused, in {} requests\n",
               c.rate, c.size, found.stats.stored, found.stats.failed, found.stats.refused,
               found.stats.requests);
    fmt::print(
        "delay of the loop, p99.9: {:.1f} us, of its own CPU time {:.1f} us; without the writer {:.1f} us\n",
        micros(busy.percentile(0.999)), micros(found.busy.by_own_cpu().percentile(0.999)),
        micros(found.idle.by_wall_clock().percentile(0.999)));
}

}  // namespace

int run_writer(writer_case const& c) {
    auto const cost = measure_saves(c.saves);
    auto const files = std::filesystem::temp_directory_path() / fmt::format("ddbsnap-bench.{}", ::getpid());
    asio::io_context loop{1};
    auto found = std::make_unique<watched>(loop.get_executor());
    rest(loop, found->idle);
    auto store = open_store_of(loop, c, files);
    if (!store) {
        fmt::print(stderr, "ddbsnap-bench: {}\n", store.error().to_string());
        return 1;
    }
    writer_options options;
    options.max_in_flight = 16;
    options.on_end = [&](save_report const& r) {
        if (r.why && found->first_failure.empty()) found->first_failure = r.why->to_string();
    };
    auto writer = snapshot_writer::open(loop.get_executor(), *std::move(store), std::move(options)).value();
    work(loop, c, writer, *found);
    std::filesystem::remove_all(files);
    print(c, cost, *found);
    if (found->first_failure.empty()) return 0;
    fmt::print(stderr, "ddbsnap-bench: a snapshot was not stored: {}\n", found->first_failure);
    return 1;
}

}  // namespace ddbsnap::bench
