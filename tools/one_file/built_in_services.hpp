#pragma once

namespace one_file {

/// Keeps a command that is one file from loading others, which must be of the very libraries that it was
/// linked with and else bring it down. Nothing where the command is an ordinary one.
void keep_to_built_in_services();

}  // namespace one_file
