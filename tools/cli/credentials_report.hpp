#pragma once

#include <ddbsnap/credentials.hpp>

#include <string>
#include <vector>

namespace ddbsnap::cli {

/// What each provider of the chain said, one line each, then whose keys are taken. No secret is in it.
///
/// @param chosen  null when the chain gave none
std::string format_credentials_text(std::vector<provider_answer> const& answers, credentials const* chosen);

/// The one JSON object that `credential_process` of a profile expects. Holds the secrets.
std::string format_credentials_process(credentials const&);

/// Lines for `eval` in a shell: what is known is exported, what is not is unset, so that nothing of earlier
/// keys survives beside the new ones. Holds the secrets.
std::string format_credentials_env(credentials const&);

}  // namespace ddbsnap::cli
