#pragma once

#include "aws/profile_file.hpp"

namespace ddbsnap::aws {

/// A section as it stands in the file, before its header is understood.
struct raw_section {
    std::string prefix;  ///< "profile" of `[profile dev]`, empty for `[dev]`
    std::string name;
    profile_section content;
};

/// Reads lines into sections: the grammar alone, whatever the headers and names mean. Sections with the same
/// header are one, in the order of their first header.
///
/// @errors errc::malformed_file, "FILE:LINE: reason"
result<std::vector<raw_section>> parse_profile_lines(std::string_view text, std::string_view file);

}  // namespace ddbsnap::aws
