#pragma once

#include <ddbsnap/boost_version.hpp>
#include <ddbsnap/result.hpp>
#include <ddbsnap/secret.hpp>
#include <ddbsnap/world.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap {

/// A key pair, with what came with it.
struct credentials {
    std::string access_key_id;
    secret_string secret_access_key;
    secret_string session_token;            ///< empty for long-term keys
    std::optional<system_time> expiration;  ///< nothing: does not expire, as far as is known
    std::string account_id;                 ///< empty when not known
    std::string source;                     ///< "environment", "profile dev (/home/u/.aws/credentials)", ...
};

/// One place where keys may be found.
class credentials_provider {
   public:
    virtual ~credentials_provider() = default;

    /// "environment", "profile", ...: as it is named in explanations.
    virtual std::string_view name() const noexcept = 0;

    /// Fetches the keys anew.
    ///
    /// @errors errc::credentials_not_configured: nothing is set up here, the chain goes on to the next
    /// provider;
    ///         any other code: set up but broken, the chain stops
    virtual boost::asio::awaitable<result<credentials>> load() = 0;
};

/// What one provider of the chain answered.
struct provider_answer {
    std::string provider;
    std::optional<credentials> found;
    std::optional<failure> passed_because;  ///< why it passed, or what is broken
};

/// Tries providers in order. Only errc::credentials_not_configured goes on to the next one.
///
/// @errors errc::no_credentials, with every provider and its reason in the message; what a configured but
///         broken provider said, unchanged but for its name before it
class credentials_chain : public credentials_provider {
   public:
    explicit credentials_chain(std::vector<std::shared_ptr<credentials_provider>> providers)
        : providers_(std::move(providers)) {}

    std::string_view name() const noexcept override { return "chain"; }
    boost::asio::awaitable<result<credentials>> load() override;

    /// As load(), and says in `answers`, which must outlive the operation, what each provider answered, as
    /// far as the chain went.
    boost::asio::awaitable<result<credentials>> load(std::vector<provider_answer>& answers);

   private:
    boost::asio::awaitable<result<credentials>> ask_in_order(std::vector<provider_answer>& answers);

    std::vector<std::shared_ptr<credentials_provider>> providers_;
};

struct aws_config;

/// The chain of this machine: environment; the profile in the shared files, in whatever form it gives keys
/// (static ones, a role, web identity, IAM Identity Center, a login, a process); web identity of the
/// environment; container (ECS task role, EKS Pod Identity); EC2 instance metadata. Settings are read at each
/// load, not here.
///
/// Confined to the executor that its loads run on. A credentials_cache around it keeps what it gave.
/// @see AWS SDKs and Tools Reference Guide, "Standardized credential providers"
std::shared_ptr<credentials_chain> default_credentials_chain(world const&, aws_config const&);

/// Always the same keys.
std::shared_ptr<credentials_provider> static_credentials(credentials);

}  // namespace ddbsnap
