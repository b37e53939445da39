#pragma once

#include <ddbsnap/result.hpp>

#include <string>
#include <string_view>

namespace ddbsnap::aws {

/// The role that instance metadata lists: the first line of the answer. Empty when it lists none.
///
/// @errors errc::malformed_response: what stands there is no name
result<std::string> read_role_name(std::string_view list);

/// The name as the last segment of a path. What IAM allows in names stands for itself.
std::string role_segment(std::string_view name);

}  // namespace ddbsnap::aws
