#pragma once

#include <ddbsnap/result.hpp>
#include <ddbsnap/secret.hpp>

#include <functional>
#include <string>

namespace ddbsnap::cli {

/// Asks on the terminal for the code of an MFA device, without showing what is typed. Null where standard
/// error is no terminal: then nobody would see the question.
std::function<result<secret_string>(std::string const& device)> mfa_prompt();

}  // namespace ddbsnap::cli
