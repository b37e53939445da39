#pragma once

#include "aws/shared_files.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap::aws {

/// By what a profile gets its first keys.
enum class base_form {
    static_keys,
    web_identity,
    sso,
    login_session,
    process,
    environment,    ///< credential_source = Environment
    ec2_metadata,   ///< credential_source = Ec2InstanceMetadata
    ecs_container,  ///< credential_source = EcsContainer
};

/// A profile on the way, valid as long as the files it was found in.
struct chain_link {
    std::string profile;
    profile_section const* section = nullptr;
};

/// From where keys come first, and which roles are assumed with them one after the other.
struct profile_chain {
    base_form form = base_form::static_keys;
    chain_link base;
    profile_property const* told_by = nullptr;  ///< the property of the base that tells its form
    std::vector<chain_link> hops;               ///< profiles with a role, from the base outwards
};

/// Walks from a profile along source_profile.
///
/// A profile with role_arn, and without web_identity_token_file, is a role; it takes the keys of exactly one
/// of source_profile and credential_source. Static keys in a source profile go before its own role. In one
/// profile goes role over source, then web identity, SSO, login session, process, static keys.
///
/// @errors errc::credentials_not_configured: the default profile does not exist, or the chosen one holds no
///         keys; errc::invalid_configuration, with FILE:LINE: a profile named does not exist or holds no
///         keys, a loop, no source or two of them, an unknown credential_source
/// @see AWS SDKs and Tools Reference Guide, "Assume role credential provider"
result<profile_chain> resolve_profile_chain(shared_files const&, profile_choice const&);

}  // namespace ddbsnap::aws
