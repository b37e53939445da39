#pragma once

#include "model_server/reply.hpp"
#include "model_server/server_metrics.hpp"
#include "model_server/state_keeper.hpp"
#include "model_server/target.hpp"

#include <boost/asio/awaitable.hpp>

#include <string_view>

namespace model_server {

/// Answers requests: finds the call, does it, and has the state saved where it changed.
class service {
   public:
    service(options const& o, server_state& state, state_keeper& keeper, server_metrics& metrics)
        : options_(o), state_(state), keeper_(keeper), metrics_(metrics) {}

    /// @param method, path, body  have to stay as they are until it has ended
    boost::asio::awaitable<reply> answer(std::string_view method, std::string_view path,
                                         std::string_view body);

    /// Of a request that did not come to be answered.
    void count_unreadable(reply const& r) { metrics_.count_request("unreadable", r.status, {}); }

   private:
    boost::asio::awaitable<reply> manage(std::string_view method, target const&);
    reply find_and_do(std::string_view method, target const&, std::string_view body);
    reply predict(target const&, std::string_view body) const;
    reply metrics() const;

    options const& options_;
    server_state& state_;
    state_keeper& keeper_;
    server_metrics& metrics_;
};

}  // namespace model_server
