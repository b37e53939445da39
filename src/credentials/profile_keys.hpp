#pragma once

#include "aws/profile_file.hpp"

#include <ddbsnap/credentials.hpp>

namespace ddbsnap {

/// By what a profile gets its keys.
enum class profile_form { none, assume_role, web_identity, sso, login_session, process, static_keys };

/// A form, and the property that tells it.
struct told_form {
    profile_form form = profile_form::none;
    std::string_view property;
};

/// A profile may hold several; the first of this order counts: role over source, web identity, SSO, login
/// session, process, static keys.
told_form form_of(aws::profile_section const&);

/// The keys written in a profile.
///
/// @errors errc::credentials_failed where one of the pair is missing, naming it and FILE:LINE
result<credentials> static_keys_of(aws::profile_section const&, std::string_view profile_name);

}  // namespace ddbsnap
