#pragma once

#include <ddbsnap/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap::aws {

/// A member of an object, with its value as JSON.
struct json_member {
    std::string name;
    std::string json;
};

/// A text as JSON has it.
std::string json_string(std::string_view text);

/// `object` with some members changed, found without regard to case; those that it did not have come at its
/// end. All others stay as they were written: a file may hold what only other tools know of.
///
/// @errors errc::malformed_response
result<std::string> with_members(std::string object, std::vector<json_member> const& changed);

}  // namespace ddbsnap::aws
