#pragma once

#include "aws/profile_chain.hpp"
#include "aws/shared_files.hpp"

#include <ddbsnap/credentials.hpp>

#include <memory>
#include <string>

namespace ddbsnap {

/// What `credential_source` of a profile stands for. A null one is not there.
struct credential_sources {
    std::shared_ptr<credentials_provider> environment;  ///< Environment
    std::shared_ptr<credentials_provider> container;    ///< EcsContainer
    std::shared_ptr<credentials_provider> imds;         ///< Ec2InstanceMetadata
};

/// Keys from a profile of the shared files, which are read anew each time: of whatever form the profile has,
/// and through the roles it names.
class profile_provider : public credentials_provider {
   public:
    /// @param outside  its connector and processes must be set where a profile may ask for them
    /// @param region   the caller's own, for STS and sign-in; empty: that of environment and files
    profile_provider(world outside, aws::profile_choice choice, credential_sources sources,
                     std::string region);

    std::string_view name() const noexcept override { return "profile"; }

    /// @errors errc::credentials_not_configured: the default profile does not exist, or the profile holds no
    ///         keys; errc::malformed_file; errc::invalid_configuration: a named profile does not exist, or
    ///         profiles that contradict themselves; errc::credentials_failed: half a pair of keys, a base or
    ///         role that gives no keys; those of the wire
    boost::asio::awaitable<result<credentials>> load() override;

   private:
    world outside_;
    aws::profile_choice choice_;
    credential_sources sources_;
    std::string region_;
};

}  // namespace ddbsnap
