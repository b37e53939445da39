#pragma once

#include "aws/config_settings.hpp"
#include "aws/shared_files.hpp"
#include "aws/sts_request.hpp"

#include <ddbsnap/credentials.hpp>

#include <string>

namespace ddbsnap {

/// Keys of the role AWS_ROLE_ARN, for the token in the file AWS_WEB_IDENTITY_TOKEN_FILE: as EKS sets them for
/// a service account. Environment and token are read anew each time.
class web_identity_provider : public credentials_provider {
   public:
    /// @param outside  its connector must be set
    /// @param choice   whose settings (endpoint, FIPS, region) count where the environment says nothing
    /// @param region   the caller's own; empty: that of environment and files
    web_identity_provider(world outside, aws::profile_choice choice, std::string region)
        : outside_(std::move(outside)), choice_(std::move(choice)), region_(std::move(region)) {}

    std::string_view name() const noexcept override { return "web identity"; }

    /// @errors errc::credentials_not_configured: a variable is missing; errc::credentials_failed: the token
    ///         cannot be read, STS refuses it; errc::invalid_configuration; those of the wire
    boost::asio::awaitable<result<credentials>> load() override;

   private:
    world outside_;
    aws::profile_choice choice_;
    std::string region_;
};

/// Where a web identity token is, and which role it is for.
struct web_identity_source {
    sourced<std::string> token_file;
    aws::web_identity_request request;  ///< without its token
};

/// Reads the token and exchanges it. `source` of the keys is left empty.
///
/// @param outside, settings  must outlive the operation
/// @errors as web_identity_provider::load(), but errc::credentials_not_configured
boost::asio::awaitable<result<credentials>> exchange_web_identity(world const& outside,
                                                                  aws::config_settings const& settings,
                                                                  web_identity_source from,
                                                                  std::string region);

/// The name a session gets when nobody named it: `ddbsnap-` and the time in milliseconds.
sourced<std::string> default_session_name(world const& outside);

}  // namespace ddbsnap
