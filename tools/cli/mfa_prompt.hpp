#pragma once

#include <ddbsnap/result.hpp>
#include <ddbsnap/secret.hpp>

#include <atomic>
#include <functional>
#include <string>

namespace ddbsnap::cli {

/// Asks on the terminal for the code of an MFA device, without showing what is typed, for two minutes at
/// most. Null where standard error is no terminal: then nobody would see the question.
///
/// @param interrupted  ends the question; must outlive the function
std::function<result<secret_string>(std::string const& device)> mfa_prompt(
    std::atomic<bool> const& interrupted);

}  // namespace ddbsnap::cli
