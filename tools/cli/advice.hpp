#pragma once

#include <string>
#include <string_view>
#include <system_error>

namespace ddbsnap::cli {

/// What to do about a failure that names no next step of its own; empty where there is nothing to add.
std::string_view advice_for(std::error_code code);

/// The text as one line that a terminal takes for nothing but text: what comes from arguments, files and
/// servers may hold line ends and escape sequences.
std::string one_line(std::string text);

}  // namespace ddbsnap::cli
