#pragma once

#include "aws/imds_settings.hpp"
#include "credentials/fetcher.hpp"

#include <ddbsnap/secret.hpp>
#include <ddbsnap/world.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace ddbsnap {

/// Asks the metadata service of an EC2 instance (IMDS): version 2, with a session token that is kept, and
/// version 1, without one, where the service knows no tokens and nobody forbids it.
///
/// Confined to its executor; may be asked again while it is being asked.
/// @see EC2 User Guide, "Use the Instance Metadata Service to access instance metadata"
class imds_client {
   public:
    /// @param outside   its connector must be set
    /// @param settings  not disabled
    imds_client(world outside, aws::imds_settings settings);

    /// The answer to a GET, whatever its status.
    ///
    /// @param path  below the endpoint, encoded
    /// @errors errc::credentials_not_configured: there is no such service here; errc::credentials_failed: it
    ///         gives no token, or one that cannot be used; those of the wire
    boost::asio::awaitable<result<net::http_response>> get(std::string path);

    /// The region that the instance runs in.
    ///
    /// @errors errc::credentials_not_configured: there is no such service here, or it does not know;
    ///         errc::credentials_failed; those of the wire
    boost::asio::awaitable<result<std::string>> region_of_instance();

    aws::imds_settings const& settings() const noexcept { return settings_; }
    fetch_rules const& rules() const noexcept { return service_.rules(); }
    /// The token in use, a secret that answers must not be quoted with; empty for version 1.
    secret_string const& token() const noexcept { return token_; }

   private:
    boost::asio::awaitable<result<secret_string>> session();
    result<secret_string> take_token(net::http_response const&);
    result<secret_string> go_without_token(int status);
    void forget_session();

    world outside_;
    aws::imds_settings settings_;
    fetcher service_;
    secret_string token_;
    std::optional<system_time> session_until_;  // the token's end, or when to look for version 2 again
};

/// Reads what environment and shared files say of the service. Files that cannot be read or parsed say
/// nothing.
///
/// @errors errc::credentials_not_configured: it is disabled; errc::invalid_configuration
boost::asio::awaitable<result<aws::imds_settings>> read_imds_settings(world outside,
                                                                      aws::profile_choice choice);

/// The region of the instance, by the settings of environment and shared files.
///
/// @param outside  its connector must be set
/// @errors errc::credentials_not_configured: disabled, no instance, or it does not know;
///         errc::invalid_configuration; errc::credentials_failed; those of the wire
/// @cancellation terminal: errc::operation_aborted
boost::asio::awaitable<result<std::string>> region_of_instance(world outside, aws::profile_choice choice);

}  // namespace ddbsnap
