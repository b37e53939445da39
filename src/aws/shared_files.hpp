#pragma once

#include "aws/profile_file.hpp"

#include <ddbsnap/world.hpp>

#include <optional>

namespace ddbsnap::aws {

/// One of the two shared files, and what came of reading it.
struct shared_file {
    enum class state { missing, unreadable, read };

    std::string path;
    std::string source;  ///< the variable that named it; empty for the place by default
    state found = state::missing;
    std::string problem;  ///< why it is unreadable

    /// "/home/u/.aws/config", with "(not there)", "(HOME is not set)" or the problem behind it.
    std::string to_string() const;
};

/// Which profile is meant.
struct profile_choice {
    std::string name;
    std::string source;  ///< "AWS_PROFILE"; empty when nobody chose

    /// Asked for by a name of its own. The default profile may be missing, a named one may not.
    bool is_named() const noexcept { return name != "default"; }
};

/// Both files as one, and what there is to say about them.
struct shared_files {
    shared_file config;
    shared_file credentials;
    profile_file content;
    std::vector<std::string> warnings;

    profile_section const* find_profile(std::string_view name) const;
    /// Both files, "PATH, PATH (not there)".
    std::string looked_at() const;
    /// What to say of a profile that is not there, with the files looked at and the profiles that are.
    failure no_such_profile(profile_choice const&) const;
};

/// Where the files are: AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, else below ~/.aws. Reads nothing.
shared_files locate_shared_files(world const&);

/// Finds, reads and merges them. A missing file is empty; so is one that cannot be read, with a warning.
///
/// @errors errc::malformed_file
result<shared_files> read_shared_files(world const&);

/// What the caller asks for, else AWS_PROFILE, else "default".
profile_choice choose_profile(world const&, std::optional<std::string> const& asked = std::nullopt);

/// How a value that the caller gave is named as a source.
inline constexpr std::string_view given_explicitly = "given explicitly";

}  // namespace ddbsnap::aws
