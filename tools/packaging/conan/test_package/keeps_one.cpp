#include <ddbsnap/snapshot_store.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> keep_one(ddbsnap::snapshot_store& store) {
    ddbsnap::save_request request;
    request.name = "state";
    request.body = "workers=4\n";
    (co_await store.save(std::move(request))).value();
    std::cout << (co_await store.last("")).value().body;
}

int main(int, char** argv) {
    asio::io_context loop;
    auto const store = ddbsnap::open_store(loop.get_executor(), argv[1], {});
    asio::co_spawn(loop, keep_one(*store.value()), [](std::exception_ptr failed) {
        if (failed) std::rethrow_exception(failed);
    });
    loop.run();
}
