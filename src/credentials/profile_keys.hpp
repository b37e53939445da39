#pragma once

#include "aws/profile_file.hpp"

#include <ddbsnap/credentials.hpp>

namespace ddbsnap {

/// The keys written in a profile.
///
/// @errors errc::credentials_failed where one of the pair is missing, naming it and FILE:LINE
result<credentials> static_keys_of(aws::profile_section const&, std::string_view profile_name);

}  // namespace ddbsnap
