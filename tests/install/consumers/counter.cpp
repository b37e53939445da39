// Counts how often it was started: the last snapshot says so, and a newer one is saved.
//
//   counter STORE     prints the count and the versions of the library that runs and of the headers
#include <ddbsnap/snapshot_store.hpp>
#include <ddbsnap/version.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

namespace asio = boost::asio;

asio::awaitable<int> count(ddbsnap::snapshot_store& store) {
    auto const last = co_await store.last("counter");
    if (!last && last.error().code() != ddbsnap::errc::not_found) last.value();
    ddbsnap::save_request next;
    next.series = "counter";
    next.name = "starts";
    auto const starts = (last ? std::stoi(last->body) : 0) + 1;
    next.body = std::to_string(starts);
    (co_await store.save(std::move(next))).value();
    co_return starts;
}

int main(int, char** argv) {
    asio::io_context loop;
    auto const store = ddbsnap::open_store(loop.get_executor(), argv[1], {});
    if (!store) {
        std::cerr << store.error().to_string() << '\n';
        return 1;
    }
    int starts = 0;
    asio::co_spawn(loop, count(*store.value()), [&](std::exception_ptr failed, int counted) {
        if (failed) std::rethrow_exception(failed);
        starts = counted;
    });
    loop.run();
    std::cout << starts << ' ' << ddbsnap::version() << ' ' << DDBSNAP_VERSION_STRING << '\n';
}
