#include "aws/config_settings.hpp"
#include "credentials/container_provider.hpp"
#include "credentials/environment_provider.hpp"
#include "credentials/imds_provider.hpp"
#include "credentials/profile_provider.hpp"
#include "credentials/web_identity_provider.hpp"
#include "net/process_runner.hpp"
#include "net/tcp_connector.hpp"

#include <ddbsnap/aws_config.hpp>
#include <ddbsnap/credentials.hpp>

namespace ddbsnap {

std::shared_ptr<credentials_chain> default_credentials_chain(world const& of, aws_config const& config) {
    auto outside = of;
    if (!outside.connector) outside.connector = net::make_tcp_connector(config.ca_bundle.value);
    if (!outside.processes) outside.processes = net::make_process_runner();
    auto const choice = aws::choice_of(config, outside);
    auto const& region = config.region.value;

    auto const environment = std::make_shared<environment_provider>(outside);
    auto const container = std::make_shared<container_provider>(outside);
    auto const imds = std::make_shared<imds_provider>(outside, choice);
    credential_sources const sources{environment, container, imds};
    auto const profile = std::make_shared<profile_provider>(outside, choice, sources, region);
    auto const web_identity = std::make_shared<web_identity_provider>(outside, choice, region);
    std::vector<std::shared_ptr<credentials_provider>> order{environment, profile, web_identity, container,
                                                             imds};
    return std::make_shared<credentials_chain>(std::move(order));
}

}  // namespace ddbsnap
