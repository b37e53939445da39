#pragma once

#include "aws/endpoint.hpp"
#include "dynamodb/route.hpp"

#include <ddbsnap/credentials_cache.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap::dynamodb {

/// Which endpoint a request goes to: that of the account which its table's ARN names, else that of the
/// account whose keys sign it, else the region's.
///
/// The last answer is kept: for the same keys and the same table, or any plain table name, it costs one
/// comparison.
class endpoint_router {
   public:
    /// Connections cost memory and handshakes, and who uses tables of more accounts than that gives each too
    /// little to do to keep its connections.
    static constexpr std::size_t most_hosts = 16;

    /// @errors errc::missing_region; errc::invalid_configuration: settings that no account id can mend
    static result<endpoint_router> open(aws::endpoint_parameters settings, route_maker);

    /// @param resource_arn  the request's table, or the first of them, where that is an ARN; else empty
    /// @errors errc::invalid_configuration: an account is required and not known, or is none
    result<std::shared_ptr<route>> route_for(credentials_cache::keys const& signed_by,
                                             std::string_view resource_arn);

    /// Where requests for plain table names go; the region's endpoint until the first one is sent.
    std::string const& url() const noexcept { return url_; }
    std::string const& signing_region() const noexcept { return signing_region_; }
    std::size_t hosts() const noexcept { return hosts_.size(); }

   private:
    struct answer {
        credentials_cache::keys keys;  // held, so that no others can come to have their address
        std::string arn;
        std::shared_ptr<route> to;

        bool is_for(credentials_cache::keys const& k, std::string_view a) const noexcept {
            return to && keys == k && arn == a;
        }
    };

    endpoint_router(aws::endpoint_parameters settings, route_maker make)
        : settings_(std::move(settings)), make_route_(std::move(make)) {}
    std::shared_ptr<route> find_or_make(aws::resolved_endpoint const&);
    void make_room();
    void remember(answer& place, answer found);

    aws::endpoint_parameters settings_;
    route_maker make_route_;
    std::string url_;
    std::string signing_region_;
    std::vector<std::shared_ptr<route>> hosts_;  // the one that was looked up last is the last
    answer plain_;
    answer by_arn_;
};

}  // namespace ddbsnap::dynamodb
