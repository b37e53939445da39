#include "cli/instance_region.hpp"

#include "aws/config_settings.hpp"
#include "cli/session_run.hpp"
#include "credentials/imds_client.hpp"
#include "net/tcp_connector.hpp"

namespace ddbsnap::cli {

result<sourced<std::string>> ask_instance_for_region(session& s, aws_config const& config) {
    auto outside = s.outside;
    outside.connector = net::make_tcp_connector(config.ca_bundle.value);
    auto choice = aws::choice_of(config, outside);
    auto found = s.run(region_of_instance(std::move(outside), std::move(choice)));
    if (!found) return std::move(found).error();
    return sourced<std::string>{*std::move(found), "the instance's metadata"};
}

}  // namespace ddbsnap::cli
