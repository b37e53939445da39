#include "dynamodb/route.hpp"

namespace ddbsnap::dynamodb {
namespace {

request_target target_at(aws::resolved_endpoint const& endpoint) {
    request_target target;
    target.host = endpoint.authority;
    target.path = endpoint.path;
    target.region = endpoint.signing_region;
    target.service = endpoint.signing_name;
    return target;
}

net::http_limits limits_of(client_options const& o) {
    net::http_limits limits;
    limits.pool.connections = o.connections;
    limits.pool.observer = o.observer;
    limits.pool.random = o.outside.random;
    return limits;
}

}  // namespace

route::route(aws::resolved_endpoint const& endpoint, std::shared_ptr<net::stream_connector> connector,
             net::http_limits const& limits)
    : url(endpoint.url),
      target(target_at(endpoint)),
      http(std::move(connector), {endpoint.host, endpoint.port, endpoint.scheme == "https"}, limits) {}

route_maker route_maker_for(boost::asio::any_io_executor executor, client_options const& options) {
    return [executor = std::move(executor), connector = options.outside.connector,
            limits = limits_of(options), gzip = options.accept_gzip](aws::resolved_endpoint const& to) {
        auto made = std::make_shared<route>(to, connector, limits);
        made->target.accept_gzip = gzip;
        if (limits.pool.connections.min_warm != 0) made->http.warm_up(executor);
        return made;
    };
}

}  // namespace ddbsnap::dynamodb
