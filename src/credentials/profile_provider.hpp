#pragma once

#include "aws/shared_files.hpp"

#include <ddbsnap/credentials.hpp>

namespace ddbsnap {

/// Keys from a profile of the shared files, which are read anew each time.
class profile_provider : public credentials_provider {
   public:
    profile_provider(world outside, aws::profile_choice choice)
        : outside_(std::move(outside)), choice_(std::move(choice)) {}

    std::string_view name() const noexcept override { return "profile"; }

    /// @errors errc::credentials_not_configured: the default profile does not exist, or the profile holds no
    ///         keys; errc::malformed_file; errc::invalid_configuration: a named profile does not exist;
    ///         errc::credentials_failed: half a pair of keys; errc::not_supported
    boost::asio::awaitable<result<credentials>> load() override;

   private:
    world outside_;
    aws::profile_choice choice_;
};

}  // namespace ddbsnap
