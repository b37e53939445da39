#pragma once

#include "aws/config_settings.hpp"
#include "aws/service_endpoint.hpp"
#include "aws/sts_request.hpp"
#include "credentials/fetcher.hpp"

#include <ddbsnap/credentials.hpp>

namespace ddbsnap {

/// Exchanges keys or a token for those of a role, at one endpoint of the Security Token Service. What it
/// gives has an expiration, and no `source` yet.
///
/// Confined to its executor.
/// @errors of all: errc::invalid_configuration before anything is sent, for a request that cannot be meant;
///         errc::credentials_failed, with STS's own code, message and request id; those of the wire
/// @cancellation terminal: errc::operation_aborted
class sts_client {
   public:
    /// @param outside  its connector must be set
    sts_client(world const& outside, aws::service_endpoint where);

    /// @param by  whose keys sign it
    boost::asio::awaitable<result<credentials>> assume_role(aws::assume_role_request const& request,
                                                            credentials const& by);

    /// Unsigned: the token is what proves it.
    boost::asio::awaitable<result<credentials>> assume_role_with_web_identity(
        aws::web_identity_request const& request);

   private:
    boost::asio::awaitable<result<net::http_response>> send(net::http_request request,
                                                            std::string_view role_arn);

    boost::asio::awaitable<result<net::http_response>> send_signed(aws::assume_role_request const&,
                                                                   credentials const& by,
                                                                   std::chrono::milliseconds skew);

    world outside_;
    aws::service_endpoint where_;
    fetcher http_;
};

/// Where STS is asked by settings and region.
///
/// @param outside, settings  must outlive the operation
/// @param region  the caller's own; empty: that of environment and files, else the EC2 instance's; where none
/// says,
///                STS's global endpoint is taken, which is logged
/// @errors errc::invalid_configuration
boost::asio::awaitable<result<aws::service_endpoint>> find_sts(world const& outside,
                                                               aws::config_settings const& settings,
                                                               std::string region);

}  // namespace ddbsnap
