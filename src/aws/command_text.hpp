#pragma once

#include <string>
#include <string_view>

namespace ddbsnap::aws {

/// What of a command line may be shown: its first word, as a shell sees it. What follows may hold secrets; so
/// may the value of a variable that is set for the command.
std::string shown_command(std::string_view line);

/// What of a command's standard error may be shown: the last two lines, as one. Empty where they repeat what
/// the command printed, or name keys.
std::string shown_complaint(std::string_view complaint, std::string_view output);

}  // namespace ddbsnap::aws
