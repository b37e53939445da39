#include "credentials/known_region.hpp"

#include "aws/region.hpp"
#include "credentials/imds_client.hpp"

namespace ddbsnap {

boost::asio::awaitable<result<std::string>> known_region(world const& outside,
                                                         aws::config_settings const& settings,
                                                         std::string given) {
    if (!given.empty()) co_return given;
    auto configured = aws::configured_region(settings).value;
    if (!configured.empty()) co_return configured;
    if (!outside.connector) co_return std::string();
    aws::profile_choice choice{settings.profile_name(), {}};
    auto found = co_await region_of_instance(outside, std::move(choice));
    if (!found && found.error().code() == errc::operation_aborted) co_return found;
    co_return found ? *std::move(found) : std::string();
}

}  // namespace ddbsnap
