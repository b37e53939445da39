#pragma once

#include <ddbsnap/result.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ddbsnap::aws {

/// Which of the two shared files: the same lines, other rules for what a header means.
enum class file_kind { config, credentials };

struct file_position {
    std::string file;
    int line = 0;

    std::string to_string() const;  ///< "/home/u/.aws/config:12"
    bool operator==(file_position const&) const = default;
};

/// One line under a property whose own value is empty: `endpoint_url = ...` below `dynamodb =`.
struct sub_property {
    std::string value;
    file_position where;
};

struct profile_property {
    std::string value;  ///< continuation lines joined with "\n"
    file_position where;
    std::map<std::string, sub_property, std::less<>> sub_properties;  ///< names in lower case
};

struct profile_section {
    file_position where;                                              ///< of its first header
    std::map<std::string, profile_property, std::less<>> properties;  ///< names in lower case

    /// The property, if it is there and not empty.
    profile_property const* find(std::string_view name) const;
};

using profile_sections = std::map<std::string, profile_section, std::less<>>;

/// What a shared file says, or both of them after merge_profile_files().
struct profile_file {
    profile_sections profiles;
    profile_sections sso_sessions;
    profile_sections services;
};

/// Reads one shared file by the rules that all AWS SDKs share.
///
/// @param name      what messages call the file
/// @param warnings  gets a line for everything that is passed over: unknown sections, illegal names, content
///                  that is not UTF-8
/// @errors errc::malformed_file, "FILE:LINE: reason", for a line that is none of header, property,
///         continuation, comment. One such line fails the file as a whole.
result<profile_file> parse_profile_file(std::string_view text, file_kind kind, std::string_view name,
                                        std::vector<std::string>& warnings);

/// Both files as one; where both have a property of a profile, the credentials file's is taken.
profile_file merge_profile_files(profile_file config, profile_file const& credentials);

}  // namespace ddbsnap::aws
