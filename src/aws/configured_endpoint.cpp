#include "aws/configured_endpoint.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace ddbsnap::aws {
namespace {

// The SDKs differ in what joins the words of a service's id here; both forms are taken.
profile_property const* find_service(profile_section const& section, std::string_view service) {
    if (auto const* found = section.find(service)) return found;
    std::string hyphened(service);
    std::replace(hyphened.begin(), hyphened.end(), '_', '-');
    return section.find(hyphened);
}

std::string variable_of(std::string_view service) {
    std::string name = "AWS_ENDPOINT_URL_";
    for (unsigned char c : service) name += static_cast<char>(std::toupper(c));
    return name;
}

result<sourced<std::string>> endpoint_of_services(config_settings const& settings, std::string_view service) {
    auto const name = settings.from_profile("services");
    if (!name) return sourced<std::string>{};
    auto const& services = settings.files().content.services;
    auto const section = services.find(name.value);
    if (section == services.end())
        return cannot_be_meant(name, fmt::format("there is no section [services {}]", name.value));
    auto const* own = find_service(section->second, service);
    if (!own) return sourced<std::string>{};
    auto const endpoint = own->sub_properties.find("endpoint_url");
    if (endpoint == own->sub_properties.end() || endpoint->second.value.empty())
        return sourced<std::string>{};
    return sourced<std::string>{endpoint->second.value,
                                fmt::format("endpoint_url of {} in services {} in {}", service, name.value,
                                            endpoint->second.where.to_string())};
}

}  // namespace

result<sourced<std::string>> configured_endpoint(config_settings const& settings, std::string_view service) {
    auto const ignored =
        settings.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls");
    if (!ignored) return ignored.error();
    if (ignored->value) return sourced<std::string>{};
    auto found = settings.from_environment({variable_of(service).c_str(), "AWS_ENDPOINT_URL"});
    if (found) return found;
    auto of_services = endpoint_of_services(settings, service);
    if (!of_services || *of_services) return of_services;
    return settings.from_profile("endpoint_url");
}

}  // namespace ddbsnap::aws
