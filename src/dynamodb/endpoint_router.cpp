#include "dynamodb/endpoint_router.hpp"

#include <algorithm>
#include <utility>

namespace ddbsnap::dynamodb {
namespace {

// Whether an account is known shows with the keys; everything else can be judged before.
result<void> check_settings(aws::endpoint_parameters settings) {
    settings.account_id_from_credentials = "000000000000";
    auto const endpoint = aws::resolve_endpoint(settings);
    if (!endpoint) return endpoint.error();
    return {};
}

}  // namespace

result<endpoint_router> endpoint_router::open(aws::endpoint_parameters settings, route_maker make) {
    if (auto fit = check_settings(settings); !fit) return std::move(fit).error();
    auto without_account = settings;
    without_account.account_mode = account_id_mode::disabled;
    auto regional = aws::resolve_endpoint(without_account);
    if (!regional) return std::move(regional).error();
    endpoint_router router(std::move(settings), std::move(make));
    router.url_ = std::move(regional->url);
    router.signing_region_ = std::move(regional->signing_region);
    return router;
}

result<std::shared_ptr<route>> endpoint_router::route_for(credentials_cache::keys const& signed_by,
                                                          std::string_view resource_arn) {
    auto& last = resource_arn.empty() ? plain_ : by_arn_;
    if (last.is_for(signed_by, resource_arn)) return last.to;
    auto parameters = settings_;
    parameters.account_id_from_credentials = signed_by->account_id;
    parameters.resource_arn = resource_arn;
    auto endpoint = aws::resolve_endpoint(parameters);
    if (!endpoint) return std::move(endpoint).error();
    remember(last, {signed_by, std::string(resource_arn), find_or_make(*endpoint)});
    return last.to;
}

void endpoint_router::remember(answer& place, answer found) {
    auto const left = std::exchange(place, std::move(found)).to;
    if (&place != &plain_) return;
    url_ = plain_.to->url;
    // Keys of another account came: nobody goes back to where the old ones led.
    if (left && left != plain_.to && left != by_arn_.to) std::erase(hosts_, left);
}

std::shared_ptr<route> endpoint_router::find_or_make(aws::resolved_endpoint const& endpoint) {
    auto const is_it = [&](auto const& host) { return host->url == endpoint.url; };
    if (auto const found = std::find_if(hosts_.begin(), hosts_.end(), is_it); found != hosts_.end()) {
        std::rotate(found, found + 1, hosts_.end());
        return hosts_.back();
    }
    make_room();
    hosts_.push_back(make_route_(endpoint));
    return hosts_.back();
}

void endpoint_router::make_room() {
    if (hosts_.size() < most_hosts) return;
    auto const is_free = [this](auto const& host) { return host != plain_.to && host != by_arn_.to; };
    hosts_.erase(std::find_if(hosts_.begin(), hosts_.end(), is_free));
}

}  // namespace ddbsnap::dynamodb
