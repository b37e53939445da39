#pragma once

#include <ddbsnap/aws_config.hpp>

#include <string>

namespace ddbsnap::aws {

/// The account of the keys that the default chain will find, as far as environment and files tell it.
struct endpoint_account {
    sourced<std::string> id;      ///< unset when nobody knows before keys are fetched
    std::string unknown_because;  ///< empty when the id is known
};

/// Reads no more than environment and shared files: nothing is asked of STS, IAM Identity Center or metadata,
/// and no credential_process is run.
endpoint_account account_without_network(world const&, aws_config const&);

}  // namespace ddbsnap::aws
