#include "bench/save_cost.hpp"

#include "bench/allocation_count.hpp"
#include "bench/discarding_store.hpp"

#include <ddbsnap/background_runtime.hpp>
#include <ddbsnap/snapshot_writer.hpp>

#include <chrono>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace ddbsnap::bench {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t series = 25;
constexpr std::size_t at_once = 4096;  // bodies that are made ahead

std::uint64_t nanos_between(steady_clock::time_point a, steady_clock::time_point b) {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(b - a).count());
}

}  // namespace

save_cost measure_saves(std::size_t saves) {
    background_runtime runtime;
    auto writer = snapshot_writer::open(runtime.executor(), std::make_shared<discarding_store>(), {}).value();
    std::vector<snapshot_writer::series_handle> handles;
    for (std::size_t i = 0; i != series; ++i) handles.push_back(writer.series(fmt::format("s{}", i)).value());
    save_cost cost;
    std::uint64_t allocations = 0;
    for (std::size_t done = 0; done < saves; done += at_once) {
        std::vector<std::string> bodies(at_once, std::string(1024, 'x'));
        auto const before = allocation_count();
        for (std::size_t i = 0; i != at_once; ++i) {
            auto const begun = steady_clock::now();
            auto const refused = writer.save(handles[i % series], std::move(bodies[i]));
            auto const ended = steady_clock::now();
            if (!refused) cost.nanos.add(nanos_between(begun, ended));
        }
        allocations += allocation_count() - before;
    }
    cost.allocations = static_cast<double>(allocations) / static_cast<double>(cost.nanos.count());
    runtime.wait(writer.close(std::chrono::seconds(10)));
    return cost;
}

latency_histogram measure_clock(std::size_t times) {
    latency_histogram nanos;
    for (std::size_t i = 0; i != times; ++i) {
        auto const begun = steady_clock::now();
        nanos.add(nanos_between(begun, steady_clock::now()));
    }
    return nanos;
}

}  // namespace ddbsnap::bench
