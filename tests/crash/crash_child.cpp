// A server that does nothing but change its state and save it, for tests that end or disturb it.
//
//   ddbsnap_crash_child crash stored|spooled SPOOL_DIR    prints "restored N", then "safe N" for each state
//   ddbsnap_crash_child load - SPOOL_DIR                  prints its counters four times a second, as
//   key=value, until its input ends
//
// State N is a number and as much as N says behind it, so that whoever reads it knows what it must be.
// SPOOL_DIR may be empty; the store is DDBSNAP_STORE.

#include <ddbsnap/background_runtime.hpp>
#include <ddbsnap/snapshot_writer.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <thread>

namespace {

using namespace ddbsnap;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Most are small; some take compression, and some parts.
std::string state(std::uint64_t n) {
    std::mt19937_64 noise(n);
    std::string body = std::to_string(n) + "\n";
    if (n % 11 == 0) body.append(500'000, 'x');
    if (n % 29 == 0)
        for (int i = 0; i != 900'000; ++i) body += static_cast<char>('!' + noise() % 90);
    return body;
}

[[noreturn]] void die(std::string const& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

snapshot_writer open_writer(background_runtime& runtime, std::shared_ptr<snapshot_store> store,
                            writer_options o) {
    o.log = logger(log_level::warning, [](log_level, std::string_view line) {
        std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
    });
    auto writer = snapshot_writer::open(runtime.executor(), std::move(store), std::move(o));
    if (!writer) die(writer.error().to_string());
    return *std::move(writer);
}

std::uint64_t restore(background_runtime& runtime, snapshot_store& store, std::string const& series) {
    auto const last = runtime.wait(store.last(series), seconds(100));
    if (!last && last.error().code() == errc::not_found) return 0;
    if (!last) die(last.error().to_string());
    auto const n = std::strtoull(last->body.c_str(), nullptr, 10);
    if (last->body != state(n)) die("the state " + std::to_string(n) + " is not whole");
    return n;
}

int crash(background_runtime& runtime, std::shared_ptr<snapshot_store> const& store, until level,
          writer_options options) {
    options.quiet = milliseconds(1);
    auto writer = open_writer(runtime, store, std::move(options));
    // What an earlier life left in the spool first.
    auto const left = runtime.wait(writer.flush(seconds(100)), seconds(110));
    for (auto const& r : left.not_stored)
        die("what was spooled could not be stored: " + (r.why ? r.why->to_string() : "not tried"));
    auto n = restore(runtime, *store, "crash");
    std::printf("restored %llu\n", static_cast<unsigned long long>(n));
    for (;;) {
        std::fflush(stdout);
        ++n;
        auto const saved = runtime.wait(writer.save_and_wait("crash", state(n), level), seconds(100));
        if (!saved) die(saved.error().to_string());
        std::printf("safe %llu\n", static_cast<unsigned long long>(n));
    }
}

std::size_t resident_kilobytes() {
    std::ifstream in("/proc/self/statm");
    std::size_t pages = 0;
    in >> pages >> pages;
    return pages * 4;
}

void print(writer_stats const& s) {
    std::printf(
        "accepted=%llu refused=%llu stored=%llu superseded=%llu spooled=%llu failed=%llu pending=%zu "
        "pending_bytes=%zu throttled=%llu requests=%llu resident=%zu\n",
        static_cast<unsigned long long>(s.accepted + s.replayed), static_cast<unsigned long long>(s.refused),
        static_cast<unsigned long long>(s.stored), static_cast<unsigned long long>(s.superseded),
        static_cast<unsigned long long>(s.spooled), static_cast<unsigned long long>(s.failed), s.pending,
        s.pending_bytes, static_cast<unsigned long long>(s.throttled),
        static_cast<unsigned long long>(s.requests), resident_kilobytes());
    std::fflush(stdout);
}

int load(background_runtime& runtime, std::shared_ptr<snapshot_store> const& store, writer_options options) {
    options.max_pending_bytes = 2 << 20;
    options.on_end = [](save_report const& r) {
        if (r.outcome == save_outcome::failed)
            std::fprintf(stderr, "lost: %s of %s: %s\n", r.snapshot.name.c_str(), r.snapshot.series.c_str(),
                         r.why->to_string().c_str());
    };
    auto writer = open_writer(runtime, store, std::move(options));
    std::uint64_t n = 0;
    std::atomic<bool> is_over = false;
    std::thread input([&] {
        while (std::getchar() != EOF) {
        }
        is_over = true;
    });
    for (auto at = std::chrono::steady_clock::now(); !is_over; at += milliseconds(250)) {
        for (int i = 0; i != 250; ++i) {
            ++n;
            auto const series = "load-" + std::to_string(n % 25);
            auto const body = std::to_string(n) + "\n" + std::string(n % 4096, 'x');
            static_cast<void>(writer.save(series, body));
        }
        print(writer.stats());
        std::this_thread::sleep_until(at + milliseconds(250));
    }
    input.join();
    auto const left = runtime.wait(writer.close(seconds(30)), seconds(60));
    print(writer.stats());
    std::printf("left %zu\n", left.not_stored.size());
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) die("see the head of this file");
    background_runtime runtime;
    auto opened = open_store(runtime.executor(), std::getenv("DDBSNAP_STORE"), {});
    if (!opened) die(opened.error().to_string());
    std::shared_ptr<snapshot_store> const store = *std::move(opened);
    writer_options options;
    options.spool_dir = argv[3];
    std::string const what = argv[1];
    if (what == "crash")
        return crash(runtime, store, std::string(argv[2]) == "spooled" ? until::spooled : until::stored,
                     options);
    return load(runtime, store, options);
}
