#pragma once

#include <ddbsnap/operations.hpp>
#include <ddbsnap/snapshot.hpp>

#include <optional>
#include <string>

namespace ddbsnap {

/// How a body lies in a table that is too large for an item as it is.
struct body_form {
    std::string encoding;   ///< "zstd", or empty
    std::size_t parts = 0;  ///< items that it lies in; 0: in the snapshot's own
    std::size_t size = 0;   ///< of the body itself
    std::string hash;       ///< SHA-256 of the body itself
    body_kind kind = body_kind::binary;
};

inline constexpr std::string_view zstd_encoding = "zstd";

/// Nothing for a body that lies in its item as it is.
/// @errors errc::corrupt_snapshot, with what is missing or impossible
result<std::optional<body_form>> body_form_of(item const& snapshot_item);

/// Says in a snapshot's item how its body lies, but for its size.
void describe_body(item& snapshot_item, body_form const& form);

/// Takes the bytes of the attribute that holds a body, or a part of one.
std::optional<std::string> take_binary(item& from);

}  // namespace ddbsnap
