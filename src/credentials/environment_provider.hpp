#pragma once

#include <ddbsnap/credentials.hpp>

namespace ddbsnap {

/// Keys from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_ACCOUNT_ID and
/// AWS_CREDENTIAL_EXPIRATION. The environment is read anew each time.
class environment_provider : public credentials_provider {
   public:
    explicit environment_provider(world outside) : outside_(std::move(outside)) {}

    std::string_view name() const noexcept override { return "environment"; }
    boost::asio::awaitable<result<credentials>> load() override;

   private:
    world outside_;
};

}  // namespace ddbsnap
