#include <ddbsnap/snapshot_writer.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

namespace asio = boost::asio;
using std::chrono::seconds;

asio::awaitable<void> serve(ddbsnap::snapshot_writer& writer, int& workers) {
    auto const state = writer.series("host-7").value();
    while (++workers < 1000) {
        // On each change: nothing waits here. The state is only asked for when it is sent.
        auto const refused = writer.save(state, [&] { return "workers=" + std::to_string(workers) + "\n"; });
        if (refused) std::cerr << "not saved: " << refused.message() << '\n';
    }
    // A change that must not be lost: wait until it is in the spool directory, or in the store.
    auto const safe = co_await writer.save_and_wait("host-7", "workers=1000\n", ddbsnap::until::spooled);
    if (!safe) std::cerr << safe.error().to_string() << '\n';
    auto const closed = co_await writer.close(seconds(10));
    for (auto const& left : closed.not_stored)
        std::cerr << left.snapshot.name << " is " << to_string(left.outcome) << '\n';
}

int main() {
    asio::io_context loop;
    auto store = ddbsnap::open_store(loop.get_executor(), "dynamodb:Snapshots2", {}).value();
    ddbsnap::writer_options options;
    options.spool_dir = "spool";
    options.on_end = [](ddbsnap::save_report const& r) {
        if (r.why) std::cerr << r.why->to_string() << '\n';
    };
    auto writer = ddbsnap::snapshot_writer::open(loop.get_executor(), std::move(store), options).value();
    int workers = 0;
    asio::co_spawn(loop, serve(writer, workers), asio::detached);
    loop.run();
    std::cout << writer.prometheus_text();
}
