#pragma once

#include "support/reaction.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <vector>

namespace boost::asio::ssl {
class context;
}

namespace ddbsnap::test {

/// A connection of a fault_server.
class fault_session {
   public:
    virtual ~fault_session() = default;
    virtual void reset() = 0;
};

/// What the connections of one server share.
struct fault_sessions {
    behaviour what;
    int connections = 0;
    std::vector<received_request> requests;
    std::vector<std::shared_ptr<fault_session>> hanging;  // kept open as long as the server is there
    std::vector<std::weak_ptr<fault_session>> all;
};

/// Serves the connection in the background, over TLS when there is a context.
void serve_connection(std::shared_ptr<fault_sessions> of, boost::asio::ip::tcp::socket socket,
                      std::shared_ptr<boost::asio::ssl::context> tls);

}  // namespace ddbsnap::test
