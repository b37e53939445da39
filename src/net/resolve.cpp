#include "net/resolve.hpp"

#include "net/translate.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>
#include <unistd.h>

namespace ddbsnap::net {
namespace {

using asio::ip::tcp;

// What the look-up leaves behind for a coroutine that may have gone by then.
struct lookup {
    explicit lookup(asio::any_io_executor const& executor, steady_time deadline)
        : resolver(executor), done(executor, deadline) {}

    tcp::resolver resolver;
    asio::steady_timer done;
    bool finished = false;
    boost::system::error_code error;
    std::vector<tcp::endpoint> found;
};

void start(std::shared_ptr<lookup> const& l, origin const& of) {
    auto take = [l](boost::system::error_code ec, tcp::resolver::results_type const& found) {
        l->finished = true;
        l->error = ec;
        for (auto const& entry : found) l->found.push_back(entry.endpoint());
        l->done.cancel();
    };
    l->resolver.async_resolve(of.host, std::to_string(of.port), tcp::resolver::numeric_service,
                              std::move(take));
}

std::string what_to_check() {
    // Without it libc asks a name server on this very machine, where an image rarely has one.
    if (::access("/etc/resolv.conf", F_OK) != 0)
        return "there is no /etc/resolv.conf here: mount one, or have the name in /etc/hosts";
    return "check the region, the endpoint's spelling and the name servers";
}

}  // namespace

asio::awaitable<result<std::vector<tcp::endpoint>>> resolve(origin const& of, steady_time deadline) {
    boost::system::error_code not_literal;
    auto const literal = asio::ip::make_address(of.host, not_literal);
    if (!not_literal) co_return std::vector<tcp::endpoint>{{literal, of.port}};

    auto const executor = co_await asio::this_coro::executor;
    auto const l = std::make_shared<lookup>(executor, deadline);
    start(l, of);
    boost::system::error_code waited;
    co_await l->done.async_wait(asio::redirect_error(asio::use_awaitable, waited));
    if (!l->finished) {
        l->resolver.cancel();
        if (waited) co_return aborted(fmt::format("resolving {}", of.host));
        co_return failure(errc::timeout, fmt::format("resolving {} took too long", of.host),
                          "check the name servers in /etc/resolv.conf");
    }
    if (l->error || l->found.empty())
        co_return failure(errc::resolve_failed,
                          fmt::format("cannot resolve {}: {}", of.host,
                                      l->error ? l->error.message() : std::string("no address")),
                          what_to_check());
    co_return std::move(l->found);
}

}  // namespace ddbsnap::net
