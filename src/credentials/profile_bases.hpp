#pragma once

#include "aws/profile_chain.hpp"
#include "credentials/profile_provider.hpp"

#include <ddbsnap/aws_config.hpp>

namespace ddbsnap {

/// What the keys of a profile are asked for with. What it refers to must outlive the operation.
struct profile_question {
    world const& outside;
    aws::shared_files const& files;
    aws::profile_choice const& choice;  ///< whose settings (endpoint, region) count
    credential_sources const& sources;
    std::string const& region;
};

/// The first keys of a chain: those of its base. `source` says where they came from.
///
/// @errors as profile_provider::load(), but errc::credentials_not_configured
boost::asio::awaitable<result<credentials>> base_credentials(profile_question asked,
                                                             aws::profile_chain const& chain);

/// A property with where it stands: "external_id of profile dev (/home/u/.aws/config:4)". Unset when it is
/// not there.
sourced<std::string> setting_of(aws::chain_link const&, std::string_view property);

/// The name that the profile gives the session, else one by default.
sourced<std::string> session_name_of(world const& outside, aws::chain_link const&);

}  // namespace ddbsnap
