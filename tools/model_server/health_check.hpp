#pragma once

#include <boost/asio/ip/tcp.hpp>

namespace model_server {

/// Asks a server that listens there for /ping, through loopback where it listens on every address; says on
/// standard error what is wrong.
///
/// @return the exit code of a container's health check: 0 healthy, 1 not
int check_health(boost::asio::ip::tcp::endpoint listening);

}  // namespace model_server
