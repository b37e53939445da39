#pragma once

#include "aws/issued_keys.hpp"

namespace ddbsnap::aws {

/// Reads what the command of `credential_process` prints.
///
/// @errors errc::malformed_response with the reason, which quotes nothing of the document but its version
/// @see AWS SDKs and Tools Reference Guide, "Process credential provider"
result<issued_keys> parse_process_document(std::string text);

}  // namespace ddbsnap::aws
