#include "aws/configured_endpoint.hpp"

#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

result<sourced<std::string>> endpoint_of_services(config_settings const& settings) {
    auto const name = settings.from_profile("services");
    if (!name) return sourced<std::string>{};
    auto const& services = settings.files().content.services;
    auto const section = services.find(name.value);
    if (section == services.end())
        return cannot_be_meant(name, fmt::format("there is no section [services {}]", name.value));
    auto const* dynamodb = section->second.find("dynamodb");
    if (!dynamodb) return sourced<std::string>{};
    auto const endpoint = dynamodb->sub_properties.find("endpoint_url");
    if (endpoint == dynamodb->sub_properties.end() || endpoint->second.value.empty())
        return sourced<std::string>{};
    return sourced<std::string>{endpoint->second.value,
                                fmt::format("endpoint_url of dynamodb in services {} in {}", name.value,
                                            endpoint->second.where.to_string())};
}

}  // namespace

result<sourced<std::string>> configured_endpoint(config_settings const& settings) {
    auto const ignored =
        settings.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls");
    if (!ignored) return ignored.error();
    if (ignored->value) return sourced<std::string>{};
    auto found = settings.from_environment({"AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"});
    if (found) return found;
    auto of_services = endpoint_of_services(settings);
    if (!of_services || *of_services) return of_services;
    return settings.from_profile("endpoint_url");
}

}  // namespace ddbsnap::aws
