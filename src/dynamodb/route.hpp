#pragma once

#include "aws/endpoint.hpp"
#include "dynamodb/request_head.hpp"
#include "net/http_client.hpp"

#include <ddbsnap/dynamodb_client.hpp>

#include <functional>
#include <memory>
#include <string>

namespace ddbsnap::dynamodb {

/// One endpoint, and the connections to it. Who sends a request keeps its route until the answer is there.
struct route {
    /// Connects when it is used.
    route(aws::resolved_endpoint const&, std::shared_ptr<net::stream_connector>, net::http_limits const&);

    std::string url;
    request_target target;
    net::http_client http;
};

using route_maker = std::function<std::shared_ptr<route>(aws::resolved_endpoint const&)>;

/// Makes routes over which requests go as the options say. Where connections are to be kept warm, opening
/// them begins at once on `executor`.
route_maker route_maker_for(boost::asio::any_io_executor executor, client_options const&);

}  // namespace ddbsnap::dynamodb
