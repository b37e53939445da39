#include <ddbsnap/snapshot_store.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> save_and_restore(ddbsnap::snapshot_store& store) {
    ddbsnap::save_request request;
    request.series = "host-7";
    request.name = "state";
    request.body = "workers=4\n";
    auto const saved = co_await store.save(std::move(request));
    saved.value();  // throws what went wrong; `if (!saved)` asks without an exception
    auto const newest = co_await store.last("host-7");
    std::cout << newest.value().name << ": " << newest.value().body;
}

int main(int argc, char** argv) {
    asio::io_context loop;
    auto const uri = argc > 1 ? argv[1] : "dynamodb:Snapshots2";
    auto const store = ddbsnap::open_store(loop.get_executor(), uri, {});
    asio::co_spawn(loop, save_and_restore(*store.value()), [](std::exception_ptr failed) {
        if (failed) std::rethrow_exception(failed);
    });
    loop.run();
}
