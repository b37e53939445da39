#pragma once

#include "aws/shared_files.hpp"
#include "credentials/imds_client.hpp"

#include <ddbsnap/credentials.hpp>

#include <memory>
#include <optional>
#include <string>

namespace ddbsnap {

/// Keys of the role of an EC2 instance. Settings are read anew each time; session token and role's name are
/// kept. Keys that were had once are given again, with a later end, while the service cannot give others:
/// they may well go on working (static stability).
class imds_provider : public credentials_provider {
   public:
    /// @param outside  its connector must be set
    imds_provider(world outside, aws::profile_choice choice)
        : outside_(std::move(outside)), choice_(std::move(choice)) {}

    std::string_view name() const noexcept override { return "imds"; }

    /// @errors errc::credentials_not_configured: disabled, no instance, or one without a role;
    ///         errc::invalid_configuration: a setting that cannot be meant, a role that the instance may not
    ///         assume; errc::credentials_failed; those of the wire
    /// @cancellation terminal: errc::operation_aborted
    boost::asio::awaitable<result<credentials>> load() override;

   private:
    boost::asio::awaitable<result<credentials>> load_or_keep();
    boost::asio::awaitable<result<credentials>> ask(imds_client&);
    boost::asio::awaitable<result<std::string>> ask_for_role(imds_client&);
    result<credentials> keep(credentials);
    result<credentials> kept_or(failure why);
    void extend_if_past(credentials&) const;

    world outside_;
    aws::profile_choice choice_;
    std::shared_ptr<imds_client> client_;
    std::string role_;  // empty: not known
    std::optional<credentials> last_good_;
};

}  // namespace ddbsnap
