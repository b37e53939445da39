#pragma once

#include "model_server/connection.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <list>

namespace model_server {

/// Accepts connections, and keeps count of them so that it can end in order. Must outlive the loop's run().
class server {
   public:
    server(boost::asio::io_context& loop, service& calls, server_metrics& metrics,
           std::chrono::milliseconds timeout)
        : acceptor_(loop), gone_(loop), calls_(calls), metrics_(metrics), timeout_(timeout) {}

    /// @errors what the system says: the address is in use, or none of this machine
    boost::system::error_code listen(boost::asio::ip::tcp::endpoint const&);
    boost::asio::ip::tcp::endpoint local_endpoint() const { return acceptor_.local_endpoint(); }

    /// Until stop().
    boost::asio::awaitable<void> accept();

    /// Accepts no more, and lets requests that are there be answered.
    void stop();
    /// Whether all connections have ended in time.
    boost::asio::awaitable<bool> wait_until_idle(std::chrono::milliseconds at_most);
    /// Ends those that have not.
    void abort();

   private:
    void start(boost::asio::ip::tcp::socket socket);

    boost::asio::ip::tcp::acceptor acceptor_;
    std::list<connection> connections_;
    boost::asio::steady_timer gone_;  // its cancellation wakes wait_until_idle()
    service& calls_;
    server_metrics& metrics_;
    std::chrono::milliseconds timeout_;
};

}  // namespace model_server
