#include "net/translate.hpp"

#include <ddbsnap/dynamodb_client.hpp>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace ddbsnap {
namespace {

namespace asio = boost::asio;

bool is_active(table_description const& t) {
    return t.status == "ACTIVE" &&
           std::all_of(t.global_indexes.begin(), t.global_indexes.end(),
                       [](index_description const& i) { return i.status == "ACTIVE"; });
}

}  // namespace

dynamodb_client::reply<table_description> dynamodb_client::wait_until_active(
    std::string table, std::chrono::milliseconds at_most) {
    auto const until = std::chrono::steady_clock::now() + at_most;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    std::chrono::milliseconds pause{100};
    for (;;) {
        auto described = co_await describe_table(table);
        // A table may be unknown for a moment after its creation.
        if (!described && described.error().code() != service_errc::resource_not_found) co_return described;
        if (described && is_active(*described)) co_return described;
        if (std::chrono::steady_clock::now() + pause > until)
            co_return failure(errc::timeout,
                              fmt::format("table {} is {} after {} s", table,
                                          described ? described->status : std::string("still unknown"),
                                          at_most.count() / 1000));
        timer.expires_after(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds(5000));
        boost::system::error_code ec;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        if (ec) co_return net::aborted("waiting for table " + table);
    }
}

}  // namespace ddbsnap
