#pragma once

#include <ddbsnap/credentials.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ddbsnap::aws {

/// Documents above this are not read; STS sends about 2 KB.
inline constexpr std::size_t largest_sts_document = 1 << 20;

/// The keys in an answer to AssumeRole or AssumeRoleWithWebIdentity, with their expiration, and the account
/// of the role assumed. `source` is left empty.
///
/// @errors errc::credentials_failed, saying what is missing or cannot be meant; the document is not quoted
result<credentials> read_sts_answer(std::string_view xml);

/// How STS says no.
struct sts_error {
    std::string code;
    std::string message;
    std::string request_id;
};

/// Nothing when the document is no such answer.
std::optional<sts_error> read_sts_error(std::string_view xml);

}  // namespace ddbsnap::aws
