#include "bench/stall_bench.hpp"

#include "aws/json_writer.hpp"
#include "bench/loop_stall.hpp"
#include "bench/meter.hpp"
#include "bench/preparation.hpp"
#include "bench/workload.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <exception>
#include <fmt/format.h>
#include <memory>
#include <thread>

namespace ddbsnap::bench {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

/// What a loop has to do without and with requests.
struct comparison {
    explicit comparison(asio::any_io_executor const& loop) : idle(loop), busy(loop) {}

    loop_stall idle;
    loop_stall busy;
    meter requests;
};

// From a thread of its own, as a host's threads hand over snapshots: making them is not the loop's work.
template <class Request, class Send>
class feeder {
   public:
    feeder(asio::io_context& loop, Request const& request, Send const& send, meter& m)
        : loop_(loop), request_(request), send_(send), meter_(m) {}

    /// Ends the loop when the last answer has come.
    void run(std::size_t requests, double rate) {
        left_ = requests;
        std::thread thread([&] {
            auto const begun = steady_clock::now();
            for (std::size_t i = 0; i < requests; ++i) {
                std::this_thread::sleep_until(
                    begun + std::chrono::duration_cast<steady_clock::duration>(
                                std::chrono::duration<double>(static_cast<double>(i) / rate)));
                asio::post(loop_, [this, r = request_]() mutable { begin(std::move(r)); });
            }
        });
        auto const work = asio::make_work_guard(loop_);
        loop_.restart();
        loop_.run();
        thread.join();
    }

   private:
    void begin(Request r) {
        auto const begun = steady_clock::now();
        asio::co_spawn(loop_, send_(std::move(r)), [this, begun](std::exception_ptr e, auto const& answer) {
            if (e || !answer)
                meter_.failed(e ? "an exception" : answer.error().to_string());
            else
                meter_.succeeded(steady_clock::now() - begun, 0);
            if (--left_ == 0) loop_.stop();
        });
    }

    asio::io_context& loop_;
    Request const& request_;
    Send const& send_;
    meter& meter_;
    std::size_t left_ = 0;
};

void rest(asio::io_context& loop, loop_stall& stall) {
    asio::steady_timer end(loop, std::chrono::seconds(2));
    end.async_wait([&](boost::system::error_code) { loop.stop(); });
    stall.start();
    loop.restart();
    loop.run();
    stall.stop();
}

void write(aws::json_writer& out, std::string_view name, loop_stall::delays const& d) {
    auto const micros = [&](std::string_view member, std::chrono::nanoseconds time) {
        out.key(member);
        out.raw(fmt::format("{:.2f}", static_cast<double>(time.count()) / 1000));
    };
    out.key(name);
    out.begin_object();
    micros("p50Micros", d.percentile(0.5));
    micros("p99Micros", d.percentile(0.99));
    micros("p999Micros", d.percentile(0.999));
    micros("longestMicros", d.longest());
    out.member("overBudget", static_cast<std::int64_t>(d.over_budget()));
    out.end_object();
}

void print_json(bench_case const& c, double rate, comparison const& found, measurement const& m) {
    std::string text;
    aws::json_writer out(text);
    out.begin_object();
    out.member("operation", to_string(c.what));
    out.member("size", static_cast<std::int64_t>(c.size));
    out.member("requests", static_cast<std::int64_t>(m.requests));
    out.member("errors", static_cast<std::int64_t>(m.errors));
    out.key("rate");
    out.raw(fmt::format("{:.2f}", rate));
    out.key("p50Micros");
    out.raw(fmt::format("{:.2f}", m.p50_micros));
    out.key("cpuMicrosPerRequest");
    out.raw(fmt::format("{:.2f}", m.cpu_micros_per_request));
    write(out, "idle", found.idle.by_wall_clock());
    write(out, "idleOwnCpu", found.idle.by_own_cpu());
    write(out, "busy", found.busy.by_wall_clock());
    write(out, "busyOwnCpu", found.busy.by_own_cpu());
    out.end_object();
    fmt::print("{}\n", text);
}

void print_delays(std::string_view what, loop_stall::delays const& d) {
    auto const micros = [](std::chrono::nanoseconds time) {
        return static_cast<double>(time.count()) / 1000;
    };
    fmt::print("  {:<22} p50 {:7.1f}  p99 {:7.1f}  p99.9 {:7.1f}  longest {:8.1f} us; {} over {} us\n", what,
               micros(d.percentile(0.5)), micros(d.percentile(0.99)), micros(d.percentile(0.999)),
               micros(d.longest()), d.over_budget(), loop_stall::budget.count());
}

void print_text(bench_case const& c, double rate, comparison const& found, measurement const& m) {
    fmt::print("ddbsnap {} of {} bytes, {:.0f} a second, {} requests: p50 {:.0f} us; delay of the loop\n",
               to_string(c.what), c.size, rate, m.requests, m.p50_micros);
    print_delays("idle", found.idle.by_wall_clock());
    print_delays("idle, its own CPU time", found.idle.by_own_cpu());
    print_delays("busy", found.busy.by_wall_clock());
    print_delays("busy, its own CPU time", found.busy.by_own_cpu());
}

template <class Request, class Send>
int measure(asio::io_context& loop, bench_case const& c, double rate, Request const& request,
            Send const& send) {
    auto const found = std::make_unique<comparison>(loop.get_executor());
    meter warm;
    feeder(loop, request, send, warm).run(50, rate);
    rest(loop, found->idle);
    found->requests.start();
    found->busy.start();
    feeder(loop, request, send, found->requests).run(c.requests, rate);
    found->busy.stop();
    auto const m = found->requests.stop();
    c.json ? print_json(c, rate, *found, m) : print_text(c, rate, *found, m);
    if (m.errors == 0) return 0;
    fmt::print(stderr, "ddbsnap-bench: {} of {} requests failed; the first: {}\n", m.errors, m.requests,
               m.first_error);
    return 1;
}

}  // namespace

int run_stall(bench_case const& c, double rate) {
    asio::io_context loop{1};
    auto client = open_client(loop.get_executor(), c);
    if (!client) return report_hopeless("ddbsnap", c, client.error());
    switch (c.what) {
        case operation::put:
            return measure(loop, c, rate, put_request(c),
                           [&](put_item_request r) { return client->put_item(std::move(r)); });
        case operation::get:
            return measure(loop, c, rate, get_request(c),
                           [&](get_item_request r) { return client->get_item(std::move(r)); });
        case operation::query:
            return measure(loop, c, rate, query_request_for(c),
                           [&](query_request r) { return client->query(std::move(r)); });
        case operation::batch:
            return measure(loop, c, rate, batch_request(c),
                           [&](batch_write_request r) { return client->batch_write_item(std::move(r)); });
    }
    return 2;
}

}  // namespace ddbsnap::bench
