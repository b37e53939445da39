#include "credentials/environment_provider.hpp"
#include "credentials/profile_provider.hpp"

#include <ddbsnap/aws_config.hpp>
#include <ddbsnap/credentials.hpp>

namespace ddbsnap {

std::shared_ptr<credentials_chain> default_credentials_chain(world const& outside, aws_config const& config) {
    // A configuration filled in by hand may leave the profile to the environment.
    auto choice = config.profile.value.empty()
                      ? aws::choose_profile(outside)
                      : aws::profile_choice{config.profile.value, config.profile.source};
    std::vector<std::shared_ptr<credentials_provider>> providers;
    auto const environment = std::make_shared<environment_provider>(outside);
    providers.push_back(environment);
    providers.push_back(std::make_shared<profile_provider>(
        outside, std::move(choice), credential_sources{environment, nullptr, nullptr}, config.region.value));
    return std::make_shared<credentials_chain>(std::move(providers));
}

}  // namespace ddbsnap
