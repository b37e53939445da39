#include "net/pause.hpp"

#include "net/translate.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace ddbsnap::net {

boost::asio::awaitable<result<void>> pause(std::chrono::milliseconds time) {
    auto const executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer(executor, time);
    boost::system::error_code ec;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    if (ec) co_return aborted("waiting before another attempt");
    co_return result<void>{};
}

}  // namespace ddbsnap::net
