#pragma once

#include "aws/config_settings.hpp"

namespace ddbsnap::aws {

/// What a profile says of IAM Identity Center.
struct sso_settings {
    std::string session;  ///< name of the sso-session; empty for the older form, without one
    std::string start_url;
    std::string region;
    std::string account_id;
    std::string role_name;
    std::string profile;  ///< its name
    std::string where;    ///< FILE:LINE of the property that begins it

    /// What the name of the token's cache file is made of.
    std::string const& cache_key() const noexcept { return session.empty() ? start_url : session; }
    /// "sso-session corp", or "start URL https://..."
    std::string token_owner() const;
    /// "aws sso login --profile dev"
    std::string login_command() const;
};

/// @errors errc::credentials_not_configured where region or start URL is named nowhere, or neither account
/// nor
///         role is (that is a profile for tokens alone); errc::invalid_configuration for only one of account
///         and role, for an sso-session that does not exist, and for a region or start URL beside it that is
///         another than its own. All of them name FILE:LINE
result<sso_settings> read_sso_settings(config_settings const& profile);

}  // namespace ddbsnap::aws
