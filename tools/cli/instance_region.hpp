#pragma once

#include "cli/session.hpp"

#include <ddbsnap/aws_config.hpp>

namespace ddbsnap::cli {

/// The region that this EC2 instance runs in, for where none is configured.
result<sourced<std::string>> ask_instance_for_region(session&, aws_config const&);

}  // namespace ddbsnap::cli
