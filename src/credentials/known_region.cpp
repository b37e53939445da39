#include "credentials/known_region.hpp"

#include "aws/configured_endpoint.hpp"
#include "aws/region.hpp"
#include "credentials/imds_client.hpp"

namespace ddbsnap {

boost::asio::awaitable<result<std::string>> known_region(world const& outside,
                                                         aws::config_settings const& settings,
                                                         std::string_view service, std::string given) {
    if (!given.empty()) co_return given;
    auto configured = aws::configured_region(settings).value;
    if (!configured.empty()) co_return configured;
    // An endpoint that is named needs no region to be found, and mostly is no part of AWS.
    auto const named = aws::configured_endpoint(settings, service);
    if (!named) co_return failure(named.error());
    if (*named || !outside.connector) co_return std::string();
    aws::profile_choice choice{settings.profile_name(), {}};
    auto found = co_await region_of_instance(outside, std::move(choice));
    if (!found && found.error().code() == errc::operation_aborted) co_return found;
    co_return found ? *std::move(found) : std::string();
}

}  // namespace ddbsnap
